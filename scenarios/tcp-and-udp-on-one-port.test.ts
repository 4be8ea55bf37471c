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

test('one TCP_UDP listener with a TCP_UDP target group takes both, and serves UDP', {
  rules: ['NLB-LI-05', 'NLB-LI-08'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, protocol: 'TCP_UDP', listenerPort: 5300 });
  expect(await listenersOf(nlb)).toEqual(['5300 TCP_UDP']);
  const flow = await client.openFlow(nlb);
  const { servedBy, from } = await flow.send();
  expect(from).toMatchObject({ port: 5300 });
  expect(await flow.sendMany({ count: 5 })).toBeServedBy(servedBy!);
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
