import { expect, test } from 'vitest';
import type { SecurityGroupPeer } from '../core/ec2/state.ts';
import { NO_TRAFFIC } from '../core/testing/node-traffic-builder.ts';
import { startInProcessNode } from './in-process-node.fixture.ts';
import { NodeBed, SETTINGS, targetAt } from './node-bed.fixture.ts';
import { startWorkerNode } from './worker-node.ts';

const NOTHING = {
  loadBalancerArn: 'arn:loadbalancer/net/test',
  availabilityZone: 'us-east-1a',
  ...NO_TRAFFIC,
};
const echoFlows = (opened: number, active: number) => ({
  targetGroups: { 'arn:targetgroup/echo': { opened, active, tcp: { opened: 0, active: 0 } } },
});

const NODES = [
  ['in process', startInProcessNode],
  ['in a worker thread', startWorkerNode],
] as const;

test.each(NODES)(
  '%s, what was processed is told once, and flows for as long as they live',
  async (_, start) => {
    await using bed = new NodeBed(await start(SETTINGS));
    const target = await bed.target(1);
    const client = await bed.client();
    const listener = await bed.serve([targetAt(target.local)]);
    expect(await bed.node.sweep()).toEqual([NOTHING]);
    await client.exchange('hello', listener);
    await client.exchange('you', listener);
    const processedBytes = 2 * (5 + 28) + 2 * (3 + 28);
    expect(await bed.node.sweep()).toEqual([
      { ...NOTHING, processedPackets: 4, processedBytes, ...echoFlows(1, 1) },
    ]);
    expect(await bed.node.sweep()).toEqual([{ ...NOTHING, ...echoFlows(0, 1) }]);
    await bed.timeIs(SETTINGS.timeBase.atMs + 120_000);
    expect(await bed.node.sweep()).toEqual([{ ...NOTHING, ...echoFlows(0, 0) }]);
    expect(await bed.node.sweep()).toEqual([NOTHING]);
  },
);

test('a flow that moves to another target stays one flow', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const [first, second] = [await bed.target(1), await bed.target(2)];
  const client = await bed.client();
  await client.exchange('one', await bed.serve([targetAt(first.local)]));
  await client.exchange('two', await bed.serve([targetAt(second.local)]));
  expect(await bed.node.sweep()).toMatchObject([echoFlows(1, 1)]);
});

test('NLB-CW-09 a datagram that a security group blocks is counted as blocked and as nothing else', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const somewhere: SecurityGroupPeer = { kind: 'cidr-ipv4', cidr: '198.51.100.0/24' };
  const anywhere: SecurityGroupPeer = { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' };
  const rule = (peer: SecurityGroupPeer) => [
    { ipProtocol: '-1', fromPort: undefined, toPort: undefined, peer, peerAddresses: [] },
  ];
  for (const [inbound, outbound, blocked] of [
    [somewhere, anywhere, { blockedInbound: 1 }],
    [anywhere, somewhere, { blockedOutbound: 1 }],
  ] as const) {
    const securityGroups = { ids: ['sg-1'], inbound: rule(inbound), outbound: rule(outbound) };
    const listener = await bed.serve([targetAt(target.local)], { securityGroups });
    const { received } = (await bed.node.snapshot()).counters.toTargets;
    await client.send('hello', listener);
    await bed.snapshotWhen(({ counters }) => counters.toTargets.received > received);
    expect(await bed.node.sweep()).toEqual([{ ...NOTHING, ...blocked }]);
  }
});

test('a datagram without a target is rejected', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const client = await bed.client();
  await client.send('hello', await bed.serve([]));
  await bed.snapshotWhen(({ counters }) => counters.toTargets.received > 0);
  expect(await bed.node.sweep()).toEqual([{ ...NOTHING, rejected: 1 }]);
});

test('a load balancer that is gone has no counters', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  await bed.serve([]);
  await bed.node.applyRoutes({ nodes: [] });
  expect(await bed.node.sweep()).toEqual([]);
});
