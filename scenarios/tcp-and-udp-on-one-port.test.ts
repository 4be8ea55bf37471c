import {
  CreateListenerCommand,
  DescribeListenersCommand,
  type ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { createTargetGroup } from './support/load-balancing.ts';

test('TCP and UDP listeners cannot share a port', {
  rules: ['NLB-LI-05'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1, listenerPort: 5300 });
  const refusal = {
    name: 'DuplicateListenerException',
    message: `A listener already exists on this port for this load balancer '${nlb.loadBalancerArn}'`,
    $metadata: { httpStatusCode: 400 },
  };
  for (const protocol of ['TCP', 'TCP_UDP'] as const) {
    const targetGroup = await createTargetGroup(nlb, protocol);
    await expect(createListener(nlb, protocol, 5300, targetGroup)).rejects.toMatchObject(refusal);
    await createListener(nlb, protocol, protocol === 'TCP' ? 5301 : 5302, targetGroup); // it was the port
  }
  expect(await listenersOf(nlb)).toEqual(['5300 UDP', '5301 TCP', '5302 TCP_UDP']);
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('one TCP_UDP listener with a TCP_UDP target group takes both, and serves both', {
  rules: ['NLB-LI-05', 'NLB-LI-08', 'NLB-TC-01'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, protocol: 'TCP_UDP', listenerPort: 5300 });
  expect(await listenersOf(nlb)).toEqual(['5300 TCP_UDP']);
  const flow = await client.openFlow(nlb);
  const { servedBy, from } = await flow.send();
  expect(from).toMatchObject({ port: 5300 });
  expect(await flow.sendMany({ count: 5 })).toBeServedBy(servedBy!);
  const connection = await client.connect(nlb);
  const first = await connection.exchange();
  expect(first.lost).toBe(false);
  expect(await connection.exchange()).toBeServedBy(first.servedBy!);
});

test("one client's TCP and UDP from one port are two flows, which may go to different targets", {
  rules: ['NLB-RT-29'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, protocol: 'TCP_UDP', listenerPort: 5300 });
  let [same, different] = [0, 0];
  for (let attempt = 0; attempt < 40 && (same === 0 || different === 0); attempt++) {
    const source = { sourceAddress: '203.0.113.80', sourcePort: 40_000 + attempt, zone: 0 };
    const byUdp = await (await client.openFlow(nlb, source)).send();
    const byTcp = await (await client.connect(nlb, source)).exchange();
    if (byUdp.servedBy === byTcp.servedBy) same++;
    else different++;
  }
  expect([same > 0, different > 0]).toEqual([true, true]);
});

test('where there is one address only, both are served all the same', {
  rules: ['NLB-LI-05'],
  needs: ['one-address'],
  addresses: 'single',
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, protocol: 'TCP_UDP', healthCheck: { port: 8081 } });
  const connection = await client.connect(nlb, { sourceAddress: '203.0.113.81', sourcePort: 4000 });
  expect(await connection.exchange()).toMatchObject({ lost: false });
  expect(await (await client.openFlow(nlb)).send()).toMatchObject({ lost: false });
  const flows = (await world.snapshot())?.flows ?? [];
  expect(flows.map(({ fiveTuple: { protocol } }) => protocol)).toEqual(['udp', 'tcp']);
  expect(flows[1]?.fiveTuple.source).toEqual({ address: '203.0.113.81', port: 4000 });
});

test('explain says where a connection would go, before it is there and afterwards', {
  rules: ['NLB-TC-01'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, protocol: 'TCP_UDP', listenerPort: 5300 });
  const [address] = await nlb.nodeAddresses();
  const source = { address: '203.0.113.82', port: 40_100 };
  const fiveTuple = { protocol: 'tcp', source, destination: { address: address!, port: 5300 } } as const;
  const before = await world.explain(fiveTuple);
  const connection = await client.connect(nlb, {
    sourceAddress: source.address,
    sourcePort: source.port,
    zone: 0,
  });
  const { servedBy } = await connection.exchange();
  const expected = { kind: 'forward', target: { id: nlb.target(servedBy).targetId } };
  expect(before?.verdict ?? { ...expected, flow: 'new' }).toMatchObject({ ...expected, flow: 'new' });
  const after = await world.explain(fiveTuple);
  expect(after?.verdict ?? { ...expected, flow: 'existing' }).toMatchObject({
    ...expected,
    flow: 'existing',
  });
});

test('a UDP listener may forward to a TCP_UDP target group', {
  rules: ['NLB-LI-08'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1, protocol: 'TCP_UDP', listenerProtocol: 'UDP' });
  expect(await listenersOf(nlb)).toEqual(['8080 UDP']);
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('a listener takes only target groups of a fitting protocol', {
  rules: ['NLB-LI-08', 'NLB-LI-09'],
  expectsNoTraffic: true,
}, async ({ deploy }) => {
  const fitting: Partial<Record<ProtocolEnum, readonly ProtocolEnum[]>> = {
    UDP: ['UDP', 'TCP_UDP'],
    TCP_UDP: ['TCP_UDP'],
    TCP: ['TCP', 'TCP_UDP'],
  };
  const protocols = Object.keys(fitting) as ProtocolEnum[];
  const nlb = await deploy({ targets: 0 });
  const targetGroups = new Map<ProtocolEnum, string>();
  for (const protocol of protocols) targetGroups.set(protocol, await createTargetGroup(nlb, protocol));

  let port = 6000;
  for (const listener of protocols)
    for (const [protocol, targetGroup] of targetGroups) {
      const creation = createListener(nlb, listener, port++, targetGroup);
      if (fitting[listener]!.includes(protocol)) await expect(creation).resolves.toBeDefined();
      else
        await expect(creation, `a ${protocol} group on a ${listener} listener`).rejects.toMatchObject({
          name: 'IncompatibleProtocolsException',
          message: expect.stringContaining(targetGroup),
        });
    }
});

function createListener(nlb: Deployment, Protocol: ProtocolEnum, Port: number, TargetGroupArn: string) {
  return nlb.aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: nlb.loadBalancerArn,
      Protocol,
      Port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
}

/** Port and protocol of each listener, by port. */
async function listenersOf(nlb: Deployment): Promise<string[]> {
  const { Listeners = [] } = await nlb.aws.elbv2.send(
    new DescribeListenersCommand({ LoadBalancerArn: nlb.loadBalancerArn }),
  );
  return Listeners.map(({ Port, Protocol }) => `${Port} ${Protocol}`).sort();
}
