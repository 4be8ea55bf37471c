import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startInProcessNode } from '../in-process-node.fixture.ts';
import { NodeBed, SETTINGS } from '../node-bed.fixture.ts';
import type { ConnectionCounters } from '../protocol.ts';
import {
  ConnectionStage,
  IDLE_MS,
  type Place,
  type Side,
  type StagedConnection,
  turn,
} from './connection-stage.fixture.ts';
import type { ScriptedPeer } from './scripted-peer.fixture.ts';

// Random conversations over real sockets, with everything that can happen to them.

const CONNECTIONS = 6;
/** More, to look for what is rare: NLB_CONVERSATIONS=2000. */
const RUNS = Number(process.env.NLB_CONVERSATIONS ?? 30);
/** Ends a hang, and measures nothing. */
const PATIENCE_MS = 10_000;

const act = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      bytes: fc.constantFrom(1, 700, 16_000, 70_000, 900_000, 7_000_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('listen' as const), on: fc.constantFrom(true, false, false) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('vanish' as const) }) },
);

const conversation = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      connection: fc.nat(CONNECTIONS - 1),
      side: fc.constantFrom<Side>('client', 'target'),
      act,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 20 }) }),
  },
);

const disturbance = fc.oneof(
  fc.record({ kind: fc.constant('routes' as const), serving: fc.subarray([0, 1]) }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(1, IDLE_MS - 1, IDLE_MS) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
);

const script = fc.record({
  places: fc.array(fc.constantFrom<Place>('served', 'served', 'served', 'refused', 'nobody', 'blocked'), {
    minLength: CONNECTIONS,
    maxLength: CONNECTIONS,
  }),
  steps: fc.oneof(
    fc.array(conversation, { minLength: 40, maxLength: 100 }),
    fc.array(fc.oneof({ weight: 8, arbitrary: conversation }, { weight: 1, arbitrary: disturbance }), {
      minLength: 40,
      maxLength: 100,
    }),
  ),
  /** Whether the node is stopped in the middle of it all. */
  stops: fc.constantFrom(true, false, false),
});

type Script = typeof script extends fc.Arbitrary<infer Value> ? Value : never;

type Act = Extract<Script['steps'][number], { kind: 'act' }>;

/** Connects, where there is no such connection yet. */
function acts(connection: number, side: Side, action: Act['act']): Act {
  return { kind: 'act', connection, side, act: action };
}

const CONNECTED: Script['steps'] = [
  ...[0, 1, 2, 3, 4, 5].map((connection) => acts(connection, 'client', { do: 'listen', on: true })),
  { kind: 'turns', count: 100 },
];

/** What must not be left to chance. */
const EXAMPLES: Script[] = [
  {
    places: ['served', 'served', 'served', 'served', 'refused', 'blocked'],
    steps: [
      ...CONNECTED,
      acts(0, 'target', { do: 'listen', on: false }),
      ...[1, 2, 3].map(() => acts(0, 'client', { do: 'say', bytes: 7_000_000 })),
      acts(1, 'client', { do: 'reset' }),
      acts(2, 'target', { do: 'reset' }),
      acts(5, 'client', { do: 'say', bytes: 700 }),
      { kind: 'turns', count: 500 },
    ],
    stops: false,
  },
  {
    places: ['served', 'served', 'served', 'served', 'nobody', 'nobody'],
    steps: [
      ...CONNECTED,
      { kind: 'time', ms: IDLE_MS - 1 },
      acts(0, 'client', { do: 'say', bytes: 1 }),
      { kind: 'turns', count: 100 },
      { kind: 'time', ms: 1 },
      { kind: 'sweep' },
      { kind: 'routes', serving: [] },
      acts(1, 'client', { do: 'say', bytes: 1 }),
    ],
    stops: false,
  },
];

/** What others than their two ends did to connections. */
interface Disturbed {
  byRoutes: boolean;
  byTime: boolean;
}

test(
  'NLB-TC-03 NLB-TC-07 whatever is said and done, every byte arrives once and in order, and nothing is left at the end',
  async () => {
    const seen = new Set<string>();
    const before = tcpHandles();
    await fc.assert(
      fc.asyncProperty(script, async ({ steps, places, stops }) => {
        await using bed = new NodeBed(await startInProcessNode(SETTINGS));
        using stage = await ConnectionStage.open(bed);
        const disturbed = await play(steps, places, bed, stage);
        if (heldBytes((await bed.node.snapshot()).counters.connections) > 0) seen.add('back-pressure');
        if (stops) await within(bed.stop(), 'the node does not stop', stage);
        // Whoever has said all before the connection was forgotten is not told, as it says nothing any more.
        const asksFor = (peer: ScriptedPeer) => stops || !(disturbed.byTime && peer.hasEnded);
        await within(stage.settle(asksFor), 'not all have closed', stage);
        const isPeaceful = !stops && !disturbed.byRoutes && !disturbed.byTime;
        for (const connection of stage.connections) expectIntegrity(connection, isPeaceful, stage);
        if (!stops) for (const fate of await expectAllCounted(bed, stage)) seen.add(fate);
      }),
      { numRuns: RUNS, endOnFailure: true, examples: EXAMPLES.map((one): [Script] => [one]) },
    );
    // A socket is gone some turns after it is closed.
    for (let turns = 0; turns < 1000 && tcpHandles().length > before.length; turns++) await turn();
    expect(tcpHandles()).toEqual(before);
    // The conversations would prove nothing if one of these never happened.
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'back-pressure',
        'client-reset',
        'finished',
        'idle',
        'target-closed',
        'target-refused',
        'target-reset',
      ]),
    );
  },
  30_000 + RUNS * 1_000,
);

async function play(
  steps: Script['steps'],
  places: readonly Place[],
  bed: NodeBed,
  stage: ConnectionStage,
): Promise<Disturbed> {
  const disturbed = { byRoutes: false, byTime: false };
  let { atMs } = SETTINGS.timeBase;
  for (const step of steps)
    switch (step.kind) {
      case 'act': {
        const connection = stage.connections[step.connection];
        const place = places[stage.connections.length];
        const peer = connection?.[step.side];
        if (peer) perform(peer, step.act);
        else if (place) stage.connect(place);
        break;
      }
      case 'turns':
        for (let turns = 0; turns < step.count; turns++) await turn();
        break;
      case 'routes':
        disturbed.byRoutes ||= step.serving.length < 2;
        await stage.serve(step.serving);
        break;
      case 'time':
        atMs += step.ms;
        disturbed.byTime ||= atMs >= SETTINGS.timeBase.atMs + IDLE_MS;
        await bed.timeIs(atMs);
        break;
      case 'sweep':
        await bed.node.sweep();
    }
  return disturbed;
}

function perform(
  peer: ScriptedPeer,
  action: typeof act extends fc.Arbitrary<infer Value> ? Value : never,
): void {
  switch (action.do) {
    case 'say':
      peer.say(action.bytes);
      break;
    case 'listen':
      peer.listen(action.on);
      break;
    case 'end':
      peer.end();
      break;
    case 'reset':
      peer.reset();
      break;
    case 'vanish':
      peer.vanish();
  }
}

function expectIntegrity(
  { place, client, target }: StagedConnection,
  isPeaceful: boolean,
  stage: ConnectionStage,
): void {
  for (const [peer, other] of [
    [client, target],
    [target, client],
  ]) {
    if (!peer) continue;
    const said = other?.said ?? 0;
    expect(peer.inOrder && peer.heard <= said, stage.describe()).toBe(true);
    // What looks like an orderly end is one: nothing is missing.
    if (peer.saw === 'end' && place !== 'blocked' && !other?.hasBroken)
      expect([other?.hasEnded, peer.heard], stage.describe()).toEqual([true, said]);
    if (isPeaceful && place === 'served' && !client.hasBroken && !target?.hasBroken)
      expect([peer.saw, peer.heard], stage.describe()).toEqual(['end', said]);
  }
}

/** Also that the sums are right. Returns the fates that there were. */
async function expectAllCounted(bed: NodeBed, stage: ConnectionStage): Promise<string[]> {
  // A reader that has ended may still be taking what a forgotten connection has for it.
  const atRest = bed.snapshotWhen(
    ({ counters }) => counters.connections.open === 0 && heldBytes(counters.connections) === 0,
  );
  await within(atRest, 'a connection is open, or something is held', stage);
  const { counters, flows } = await atRest;
  const { accepted, refused, ended, toTargets, toClients } = counters.connections;
  expect([flows, sumOf(refused) + sumOf(ended)]).toEqual([[], accepted]);
  for (const { receivedBytes, forwardedBytes, discardedBytes } of [toTargets, toClients])
    expect(forwardedBytes + discardedBytes).toBe(receivedBytes);
  const idsOf = (type: 'flow-opened' | 'flow-closed') => bed.eventsOf(type).map(({ flow }) => flow.id);
  expect(idsOf('flow-closed').sort()).toEqual(idsOf('flow-opened').sort());
  expect(idsOf('flow-closed')).toHaveLength(sumOf(ended));
  const [traffic] = await bed.node.sweep();
  for (const { active, tcp } of Object.values(traffic!.targetGroups))
    expect([active, tcp.active]).toEqual([0, 0]);
  return Object.keys(ended);
}

function heldBytes({ toTargets, toClients }: ConnectionCounters): number {
  return toTargets.heldBytes + toClients.heldBytes;
}

function sumOf(counts: ConnectionCounters['refused'] | ConnectionCounters['ended']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What keeps a process alive. */
function tcpHandles(): string[] {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
}

async function within(work: Promise<unknown>, what: string, stage: ConnectionStage): Promise<void> {
  const late = Promise.withResolvers<never>();
  const patience = setTimeout(() => late.reject(new Error(`${what}:\n${stage.describe()}`)), PATIENCE_MS);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(patience);
  }
}
