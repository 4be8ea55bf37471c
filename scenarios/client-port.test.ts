import type { ClientSocket } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('one client port that writes to two nodes reaches a target as one source', {
  rules: ['NLB-RT-26'],
  needs: ['client-port'],
}, async ({ deploy, world }) => {
  const nlb = await deploy({ zones: 2, crossZone: true, targets: 1 });
  const nodes = await nlb.nodeAddresses();
  await using socket = await world.openClientSocket({ address: undefined, port: undefined });

  for (const address of nodes) {
    const reply = nextDatagram(socket);
    await socket.send(new TextEncoder().encode('hello'), { address, port: nlb.listenerPort });
    // One after the other, so each answer can be told from the other's.
    expect(await reply).toEqual({ address, port: nlb.listenerPort });
  }
  const { udp } = await (await nlb.targets[0]!.agent()).state();
  expect(udp.received).toBe(2);
  expect(udp.lastSources).toEqual([`${socket.local.address}:${socket.local.port}`]);
  const flows = (await world.snapshot())?.flows;
  expect(flows?.map(({ fiveTuple }) => fiveTuple.destination.address) ?? nodes).toEqual(nodes);
});

/** Where the next datagram comes from. */
function nextDatagram(socket: ClientSocket): Promise<unknown> {
  return new Promise((resolve) => socket.onDatagram((_, from) => resolve(from)));
}
