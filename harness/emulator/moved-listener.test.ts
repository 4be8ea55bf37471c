import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS } from '../core/timings.ts';
import { dgramLayer } from '../node/dgram-layer.ts';
import { startInProcessNode } from '../node/in-process-node.fixture.ts';
import type { SocketLayer } from '../node/socket-layer.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { WorldEvent } from '../worlds/world.ts';
import { EmulatedWorld } from './emulated-world.ts';
import { StartedEmulator } from './emulator.ts';
import { firstFlow, serveListeners } from './load-balancer.fixture.ts';

/** A port that somebody else has. */
const TAKEN_PORT = 5_353;

/** What a plain user may bind, whoever runs the test. */
const PLAIN_USER: SocketLayer = {
  bind(at, handlers) {
    if (at.port > 0 && at.port < 1024) throw Object.assign(new Error('bind EACCES'), { code: 'EACCES' });
    if (at.port === TAKEN_PORT) throw Object.assign(new Error('bind EADDRINUSE'), { code: 'EADDRINUSE' });
    return dgramLayer.bind(at, handlers);
  },
};

async function startWorldOfPlainUser(): Promise<EmulatedWorld> {
  const clock = new VirtualClock();
  const emulator = await StartedEmulator.start({
    clock,
    seed: 1,
    timings: TIMINGS.documented,
    port: 0,
    dnsPort: 0,
    createNetwork: () => startLoopbackHostNetwork({ addresses: 'many', parseUserData: () => undefined }),
    startNode: (network, hashSeed) =>
      startInProcessNode(
        {
          hashSeed,
          timeBase: clock.timeBase(),
          addressMap: network.addressMap(),
          bindAnyPort: false,
          movePrivilegedPorts: true,
          preserveClientAddress: true,
          preserveClientPort: false,
          reportFlows: false,
        },
        PLAIN_USER,
      ),
  });
  const world = await EmulatedWorld.create({
    name: 'loopback',
    clock,
    seed: 1,
    region: 'us-east-1',
    emulator,
  });
  onTestFinished(() => world.stop());
  return world;
}

test.each([
  { ports: [53], faults: [] },
  { ports: [TAKEN_PORT, 53], faults: [expect.stringMatching(/:5353: the port is in use/)] },
])(
  'a listener below 1024 is served at another port for a plain user, who is told once, and not as of a fault ($ports)',
  async ({ ports, faults }) => {
    const world = await startWorldOfPlainUser();
    await serveListeners(world, ports);
    const moved = world.events().filter(({ kind }) => kind === 'listener-moved');
    expect(moved).toHaveLength(1);
    const [{ text, detail }] = moved as [WorldEvent];
    const { emulated, actual } = detail as { emulated: string; actual: string };
    expect(emulated).toMatch(/^172\.31\.\d+\.\d+:53$/);
    expect(text).toMatch(/clients outside of the harness must send to port \d+; DNS tells/);
    expect(await world.mappedAddresses()).toContainEqual({ emulated: `udp ${emulated}`, actual });
    const reported = world.events().filter(({ kind }) => kind === 'fault');
    expect(reported.map((event) => event.text)).toEqual(faults);

    const client = await world.openClientSocket({ address: undefined, port: undefined });
    const listener = { address: emulated.slice(0, -':53'.length), port: 53 };
    await client.send(Buffer.from('query'), listener);
    expect((await firstFlow(world)).fiveTuple).toEqual({
      protocol: 'udp',
      source: client.local,
      destination: listener,
    });
  },
);
