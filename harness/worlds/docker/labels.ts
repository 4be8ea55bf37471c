/** The world that a container or network belongs to. */
export const WORLD_LABEL = 'nlb-harness.world';
/** What a container is to its world. */
export const ROLE_LABEL = 'nlb-harness.role';

export type ContainerRole = 'router' | 'internet' | 'host' | 'program';
