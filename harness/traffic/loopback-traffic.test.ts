import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { createRandom } from '../core/random.ts';
import { generateUserData, parseUserData } from '../targets/user-data.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import { countByTarget, openFlows } from './spread.ts';
import { summarize } from './summary.ts';
import { UdpFlow } from './udp-client.ts';

/** Nothing is lost on this machine, however long an answer takes. */
const END_OF_A_HANG_MS = 25_000;

async function startTargets(addresses: readonly string[]) {
  const network = await startLoopbackHostNetwork({ parseUserData });
  await network.addNetwork('172.31.0.0/16');
  await Promise.all(
    addresses.map((address, index) => {
      const config = { name: `target-${index}`, udpPort: 8080, health: undefined, controlPort: 8079 };
      return network.startHost({ id: `i-${index}`, address, userData: generateUserData(config) });
    }),
  );
  return network;
}

test('datagrams of every size arrive as they were sent and are answered in order', async () => {
  await using network = await startTargets(['172.31.0.10']);
  await using flow = new UdpFlow({
    socket: await network.openClientSocket({ address: undefined, port: undefined }),
    destination: { address: '172.31.0.10', port: 8080 },
    clock: new VirtualClock(),
    random: createRandom(3),
    replyTimeoutMs: END_OF_A_HANG_MS,
  });
  const sizes = [0, 1, 2, 1_472, 9_000, 65_507];
  for (const payloadBytes of sizes) {
    const results = await flow.sendMany({ count: 3, payloadBytes });
    expect(results.map(({ intact, lost }) => ({ intact, lost }))).toEqual(
      Array(3).fill({ intact: true, lost: false }),
    );
    expect(results.map(({ seenSource }) => seenSource)).toEqual(Array(3).fill(flow.local));
  }
  const burst = await flow.sendMany({ count: 500 });
  expect(summarize(burst)).toMatchObject({
    sent: 500,
    answered: 500,
    reordered: 0,
    servedBy: { 'target-0': 500 },
  });
  expect(flow.unexpected).toBe(0);
});

test('many clients at once are counted by the target that served them', async () => {
  const addresses = ['172.31.0.10', '172.31.16.10'];
  await using network = await startTargets(addresses);
  let turn = 0;
  await using flows = await openFlows({
    count: 150,
    openSocket: () => network.openClientSocket({ address: undefined, port: undefined }),
    destination: () => ({ address: addresses[turn++ % 2]!, port: 8080 }),
    clock: new VirtualClock(),
    random: createRandom(3),
    replyTimeoutMs: END_OF_A_HANG_MS,
  });
  const results = await flows.sendAll();
  expect(new Set(flows.flows.map((flow) => flow.local.address)).size).toBe(150);
  expect(countByTarget(results)).toEqual(
    new Map([
      ['target-0', 75],
      ['target-1', 75],
    ]),
  );
});

test('clients that were opened are closed again when another one cannot be', async () => {
  await using network = await startTargets([]);
  const only = { address: '203.0.113.9', port: 40_009 };
  const open = () =>
    openFlows({
      count: 2,
      openSocket: () => network.openClientSocket(only),
      destination: only,
      clock: new VirtualClock(),
      random: createRandom(1),
    });
  await expect(open()).rejects.toMatchObject({ code: 'HARNESS_PORT_IN_USE' });
  await using again = await network.openClientSocket(only);
  expect(again.local).toEqual(only);
});
