import type Docker from 'dockerode';
import { ROLE_LABEL, WORLD_LABEL } from './labels.ts';
import { removeContainer } from './remove-container.ts';

/** A world that is coming up has a network before it has a router. */
const COMING_UP_FOR_S = 120;

/**
 * Removes what worlds have left that ended in the middle. A world is there as long as its router, which ends with
 * the process that started it. Without harm to worlds of others on the same engine.
 */
export async function removeLeftovers(docker: Docker, nowMs = Date.now()): Promise<void> {
  const filters = { label: [WORLD_LABEL] };
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  const alive = new Set(
    containers
      .filter(({ State, Labels }) => State === 'running' && Labels[ROLE_LABEL] === 'router')
      .map(({ Labels }) => Labels[WORLD_LABEL]),
  );
  const isLeft = (worldId: string | undefined, createdS: number, role?: string) =>
    !alive.has(worldId) && (isGuest(role) || nowMs / 1_000 - createdS > COMING_UP_FOR_S);
  // Others may be about the same: what is gone already is as good as removed.
  await Promise.allSettled(
    containers
      .filter(({ Labels, Created }) => isLeft(Labels[WORLD_LABEL], Created, Labels[ROLE_LABEL]))
      .map(({ Id }) => removeContainer(docker.getContainer(Id))),
  );
  await Promise.allSettled(
    networks
      .filter(({ Labels, Created }) => isLeft(Labels?.[WORLD_LABEL], Date.parse(Created) / 1_000))
      .map(({ Id }) => docker.getNetwork(Id).remove()),
  );
}

/** Comes only when the router is there, and has nothing to do without it. */
function isGuest(role: string | undefined): boolean {
  return role === 'host' || role === 'program';
}
