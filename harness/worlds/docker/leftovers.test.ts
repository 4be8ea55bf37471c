import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { OWNER_LABEL, ROLE_LABEL, WORLD_LABEL } from './labels.ts';
import { removeLeftovers } from './leftovers.ts';
import { ownedByThisProcess } from './owner.ts';

const NOW_MS = 1_000_000_000;
const LONG_AGO_S = NOW_MS / 1_000 - 121;
const JUST_NOW_S = NOW_MS / 1_000 - 1;

interface Thing {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdS?: number;
  readonly state?: 'running' | 'exited';
}

/** What is left on an engine with these after leftovers were removed; in `networks` those that are networks. */
async function keptOf(containers: readonly Thing[], networks: readonly Thing[] = []): Promise<string[]> {
  const kept = new Set([...containers, ...networks].map(({ name }) => name));
  const remove = (name: string) => ({ remove: async () => kept.delete(name) });
  const has = (thing: Thing, { filters }: { filters: { label: string[] } }) =>
    filters.label.every((label) => label in thing.labels);
  const docker = {
    listContainers: async (options: { filters: { label: string[] } }) =>
      containers
        .filter((thing) => has(thing, options))
        .map(({ name, labels, createdS = LONG_AGO_S, state = 'running' }) => ({
          Id: name,
          Labels: labels,
          Created: createdS,
          State: state,
        })),
    listNetworks: async (options: { filters: { label: string[] } }) =>
      networks
        .filter((thing) => has(thing, options))
        .map(({ name, labels, createdS = LONG_AGO_S }) => ({
          Id: name,
          Labels: labels,
          Created: new Date(createdS * 1_000).toISOString(),
        })),
    getContainer: remove,
    getNetwork: remove,
  };
  await removeLeftovers(docker as unknown as Docker, NOW_MS);
  return [...kept];
}

const ofWorld = (role?: string) => ({ [WORLD_LABEL]: 'w', ...(role && { [ROLE_LABEL]: role }) });

/** The label of a process of this machine that is not there any more. */
async function ownedByEnded(): Promise<Record<string, string>> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  const [own = ''] = Object.values(ownedByThisProcess());
  return { [OWNER_LABEL]: own.replace(/\d+$/, String(child.pid)) };
}

test('a world with a router keeps all it has, however old', async () => {
  const containers = ['router', 'internet', 'host', 'program'].map((role) => ({
    name: role,
    labels: ofWorld(role),
  }));
  const networks = [{ name: 'network', labels: ofWorld() }];
  expect(await keptOf(containers, networks)).toHaveLength(5);
});

test('of a world whose router has ended everything goes', async () => {
  const containers = [
    { name: 'router', labels: ofWorld('router'), state: 'exited' },
    { name: 'host', labels: ofWorld('host'), createdS: JUST_NOW_S },
    { name: 'program', labels: ofWorld('program'), createdS: JUST_NOW_S },
  ] as const;
  expect(await keptOf(containers, [{ name: 'network', labels: ofWorld() }])).toEqual([]);
});

test('a world that is coming up keeps its network', async () => {
  const containers = [{ name: 'internet', labels: ofWorld('internet'), createdS: JUST_NOW_S }];
  const networks = [{ name: 'network', labels: ofWorld(), createdS: JUST_NOW_S }];
  expect(await keptOf(containers, networks)).toEqual(['internet', 'network']);
});

test('what was made for a process of this machine that has ended goes at once, of a world or not', async () => {
  const ended = await ownedByEnded();
  const containers = [{ name: 'localstack', labels: ended, createdS: JUST_NOW_S }];
  const networks = [{ name: 'network', labels: { ...ofWorld(), ...ended }, createdS: JUST_NOW_S }];
  expect(await keptOf(containers, networks)).toEqual([]);
});

test('what was made for a living process, or for one of another machine, stays', async () => {
  const containers = [
    { name: 'own', labels: ownedByThisProcess() },
    { name: 'foreign', labels: { [OWNER_LABEL]: 'another-machine/1' } },
    { name: 'garbled', labels: { [OWNER_LABEL]: '?' } },
  ];
  expect(await keptOf(containers)).toEqual(['own', 'foreign', 'garbled']);
});
