/** The world that a container or network belongs to. */
export const WORLD_LABEL = 'nlb-harness.world';
/** The process that something was made for. */
export const OWNER_LABEL = 'nlb-harness.owner';
/** What a container is to its world. */
export const ROLE_LABEL = 'nlb-harness.role';

export type ContainerRole = 'router' | 'internet' | 'host' | 'program';
