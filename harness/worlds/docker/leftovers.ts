import type Docker from 'dockerode';
import { OWNER_LABEL, ROLE_LABEL, WORLD_LABEL } from './labels.ts';
import { isOwnerGone } from './owner.ts';
import { removeContainer } from './remove-container.ts';

/** A world that is coming up has a network before it has a router. */
const COMING_UP_FOR_S = 120;

type Labels = Readonly<Record<string, string>>;

/**
 * Removes what harnesses have left that ended in the middle, and whose guards did, too: what is labelled as a process's
 * that is not there any more, and what is of a world that has no router. Others' harnesses on the same engine lose
 * nothing.
 */
export async function removeLeftovers(docker: Docker, nowMs = Date.now()): Promise<void> {
  const [containers, networks] = await Promise.all([
    listContainers(docker),
    docker.listNetworks({ filters: { label: [WORLD_LABEL] } }),
  ]);
  const alive = new Set(
    containers
      .filter(({ State, Labels }) => State === 'running' && Labels[ROLE_LABEL] === 'router')
      .map(({ Labels }) => Labels[WORLD_LABEL]),
  );
  const isLeft = (labels: Labels, createdS: number) => {
    if (isOwnerGone(labels)) return true;
    const worldId = labels[WORLD_LABEL];
    if (worldId === undefined || alive.has(worldId)) return false;
    return isGuest(labels) || nowMs / 1_000 - createdS > COMING_UP_FOR_S;
  };
  // Others may be about the same: what is gone already is as good as removed.
  await Promise.allSettled(
    containers
      .filter(({ Labels, Created }) => isLeft(Labels, Created))
      .map(({ Id }) => removeContainer(docker.getContainer(Id))),
  );
  await Promise.allSettled(
    networks
      .filter(({ Labels = {}, Created }) => isLeft(Labels, Date.parse(Created) / 1_000))
      .map(({ Id }) => docker.getNetwork(Id).remove()),
  );
}

/** Those of worlds and those of processes; many are both. */
async function listContainers(docker: Docker): Promise<Docker.ContainerInfo[]> {
  const lists = await Promise.all(
    [WORLD_LABEL, OWNER_LABEL].map((label) =>
      docker.listContainers({ all: true, filters: { label: [label] } }),
    ),
  );
  return [...new Map(lists.flat().map((container) => [container.Id, container])).values()];
}

/** Comes only when the router is there, and has nothing to do without it. */
function isGuest({ [ROLE_LABEL]: role }: Labels): boolean {
  return role === 'host' || role === 'program';
}
