import type { Readable } from 'node:stream';
import { connectEngine } from './engine.ts';
import { ROLE_LABEL, WORLD_LABEL } from './labels.ts';

/** Names of the containers and networks of a world. */
export async function thingsOf(worldId: string): Promise<string[]> {
  const { docker } = await connectEngine();
  const filters = { label: [`${WORLD_LABEL}=${worldId}`] };
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  return [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)];
}

/** Names of the containers of a world that are of users' own images. */
export async function programsOf(worldId: string): Promise<string[]> {
  const { docker } = await connectEngine();
  const label = [`${WORLD_LABEL}=${worldId}`, `${ROLE_LABEL}=program`];
  return (await docker.listContainers({ all: true, filters: { label } })).flatMap(({ Names }) => Names);
}

/** Resolves when a world has no more of them than these; the time-out of the test ends a wait in vain. */
export async function untilOnlyLeft(worldId: string, names: readonly string[]): Promise<void> {
  const { docker } = await connectEngine();
  const events = (await docker.getEvents({
    filters: JSON.stringify({ event: ['destroy'] }),
  })) as Readable;
  try {
    const isSo = async () => (await thingsOf(worldId)).every((name) => names.includes(name));
    if (await isSo()) return;
    for await (const _ of events) if (await isSo()) return;
  } finally {
    events.destroy();
  }
}
