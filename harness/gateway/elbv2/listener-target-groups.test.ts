import { expect, test } from 'vitest';
import { createVpc } from '../../core/ec2/vpcs.ts';
import { attributes, openAccount } from './account.fixture.ts';
import { listenerInput, openAccountForListeners } from './listener.fixture.ts';

function weighted(...tuples: readonly [arn: string, weight?: number][]) {
  return [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: tuples.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
      },
    },
  ];
}

const PROTOCOLS = ['TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'] as const;
const FITTING: Readonly<Record<(typeof PROTOCOLS)[number], readonly string[]>> = {
  TCP: ['TCP', 'TCP_UDP', 'TCP_QUIC'],
  TLS: ['TCP', 'TLS'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
  QUIC: ['QUIC', 'TCP_QUIC'],
  TCP_QUIC: ['TCP_QUIC'],
};

test.each(PROTOCOLS)(
  'NLB-LI-08 NLB-LI-09 forwards from %s only to groups of fitting protocols',
  async (Protocol) => {
    for (const groupProtocol of [...PROTOCOLS, 'HTTP']) {
      const account = await openAccount();
      const edge = await account.createLoadBalancer();
      const group = await account.createTargetGroup({ Protocol: groupProtocol });
      const Certificates =
        Protocol === 'TLS'
          ? [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }]
          : undefined;
      const creation = listenerInput(edge, group, { Protocol, Certificates });
      if (FITTING[Protocol].includes(groupProtocol))
        expect((await account.call('CreateListener', creation)).Listeners?.[0]?.Protocol).toBe(Protocol);
      else
        expect(await account.refusal('CreateListener', creation)).toBe(
          `IncompatibleProtocols: The listener and the following target groups have incompatible protocols: ${group}`,
        );
    }
  },
);

test('NLB-LI-09 names the groups that do not fit among several', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const tcp = await account.createTargetGroup({ Name: 'tcp', Protocol: 'TCP' });
  const DefaultActions = weighted([dns, 1], [tcp, 1]);
  expect(await account.refusal('CreateListener', listenerInput(edge, '', { DefaultActions }))).toBe(
    `IncompatibleProtocols: The listener and the following target groups have incompatible protocols: ${tcp}`,
  );
});

test('NLB-LI-10 refuses actions other than forward', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const DefaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }];
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, { DefaultActions }))).toBe(
    "InvalidLoadBalancerAction: The action type 'fixed-response' is not valid with network load balancer",
  );
});

test('NLB-LI-11 takes up to five weighted target groups with weights up to 999', async () => {
  const { account, edge } = await openAccountForListeners();
  const groups = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((Name) => account.createTargetGroup({ Name })),
  );
  const actions = (count: number, weight: number) =>
    weighted(...groups.slice(0, count).map((arn): [string, number] => [arn, weight]));
  const refusal = (DefaultActions: object) =>
    account.refusal('CreateListener', listenerInput(edge, '', { DefaultActions }));
  expect(await refusal(actions(6, 1))).toBe(
    'ValidationError: You cannot specify more than 5 target groups per action',
  );
  expect(await refusal(actions(2, 1000))).toBe(
    'ValidationError: The weight for the target group must be between 1 and 999, inclusive',
  );
  const { Listeners } = await account.call(
    'CreateListener',
    listenerInput(edge, '', { DefaultActions: actions(5, 999) }),
  );
  expect(Listeners?.[0]?.DefaultActions).toEqual([
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: groups.slice(0, 5).map((TargetGroupArn) => ({ TargetGroupArn, Weight: 999 })),
        TargetGroupStickinessConfig: { Enabled: false },
      },
    },
  ]);
});

test('NLB-LI-11 empties a target group with weight 0', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const other = await account.createTargetGroup({ Name: 'other' });
  const ListenerArn = await account.createListener(edge, dns);
  const { Listeners } = await account.call('ModifyListener', {
    ListenerArn,
    DefaultActions: weighted([dns, 0], [other, 1]),
  });
  expect(Listeners?.[0]?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups).toEqual([
    { TargetGroupArn: dns, Weight: 0 },
    { TargetGroupArn: other, Weight: 1 },
  ]);
});

test('NLB-LI-12 needs stickiness on the action when one of several groups is sticky', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const other = await account.createTargetGroup({ Name: 'other' });
  await account.call('ModifyTargetGroupAttributes', {
    TargetGroupArn: other,
    Attributes: attributes({ 'stickiness.enabled': 'true' }),
  });
  const [action] = weighted([dns, 1], [other, 1]);
  expect(
    await account.refusal('CreateListener', listenerInput(edge, '', { DefaultActions: [action] })),
  ).toMatch(/^InvalidConfigurationRequest: /);
  const sticky = { ...action?.ForwardConfig, TargetGroupStickinessConfig: { Enabled: true } };
  const DefaultActions = [{ Type: 'forward', ForwardConfig: sticky }];
  expect(
    (await account.call('CreateListener', listenerInput(edge, '', { DefaultActions }))).Listeners?.[0]
      ?.DefaultActions?.[0]?.ForwardConfig?.TargetGroupStickinessConfig,
  ).toEqual({ Enabled: true });
});

test('NLB-LI-13 shares a target group between listeners of one load balancer and not with another', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  await account.createListener(edge, dns);
  await account.createListener(edge, dns, { Port: 5353 });
  const other = await account.createLoadBalancer({ Name: 'other' });
  expect(await account.refusal('CreateListener', listenerInput(other, dns))).toBe(
    `TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${dns}`,
  );
});

test('NLB-LI-14 refuses a target group of another VPC or of IPv6', async () => {
  const { account, edge } = await openAccountForListeners();
  const { vpcId } = createVpc(account.region, '10.0.0.0/16', new Map());
  const far = await account.createTargetGroup({ Name: 'far', VpcId: vpcId });
  expect(await account.refusal('CreateListener', listenerInput(edge, far))).toBe(
    `InvalidConfigurationRequest: The following target groups are in a different VPC than load balancer '${edge}': ${far}`,
  );
  const six = await account.createTargetGroup({ Name: 'six', IpAddressType: 'ipv6' });
  expect(await account.refusal('CreateListener', listenerInput(edge, six))).toBe(
    "InvalidConfigurationRequest: You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type",
  );
});

test('NLB-OT-03 refuses a UDP target group on an ALB listener', async () => {
  const { account, dns } = await openAccountForListeners();
  const alb = await account.createLoadBalancer({
    Name: 'web',
    Type: 'application',
    Subnets: account.subnets,
  });
  expect(
    await account.refusal('CreateListener', listenerInput(alb, dns, { Protocol: 'HTTP', Port: 80 })),
  ).toMatch(/^IncompatibleProtocols: /);
});
