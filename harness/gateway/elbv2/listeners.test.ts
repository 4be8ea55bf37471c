import { expect, test } from 'vitest';
import { attributes, openAccount } from './account.fixture.ts';
import { listenerInput, openAccountForListeners } from './listener.fixture.ts';

test('NLB-LI-01 NLB-LB-11 listens and names the listener after its load balancer', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const arn = await account.createListener(edge, dns);
  expect(arn).toMatch(new RegExp(`^${edge.replace(':loadbalancer/', ':listener/')}/[0-9a-f]{16}$`));
});

test.each(['UDP', 'TCP', 'TLS'])('NLB-LI-02 NLB-OT-01 refuses a %s listener on an ALB', async (Protocol) => {
  const { account, dns } = await openAccountForListeners();
  const alb = await account.createLoadBalancer({
    Name: 'web',
    Type: 'application',
    Subnets: account.subnets,
  });
  expect(await account.refusal('CreateListener', listenerInput(alb, dns, { Protocol }))).toBe(
    `ValidationError: Listener protocol '${Protocol}' must be one of 'HTTP, HTTPS'`,
  );
});

test('NLB-LI-02 refuses an HTTP listener on an NLB', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, { Protocol: 'HTTP' }))).toBe(
    "ValidationError: Listener protocol 'HTTP' must be one of 'TCP, QUIC, TCP_QUIC, UDP, TCP_UDP, TLS'",
  );
});

test('NLB-LI-03 refuses a protocol that does not exist', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, { Protocol: 'SCTP' }))).toBe(
    "ValidationError: 1 validation error detected: Value 'SCTP' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, QUIC, TCP_QUIC]",
  );
});

test.each([
  [{ Port: undefined }, 'A listener port must be specified'],
  [{ Protocol: undefined }, 'A listener protocol must be specified'],
  [{ Port: 0 }, /at 'port' failed .* greater than or equal to 1$/],
  [{ Port: 65_536 }, /at 'port' failed .* less than or equal to 65535$/],
])('NLB-LI-04 needs a protocol and a port from 1 to 65535: %o', async (change, message) => {
  const { account, edge, dns } = await openAccountForListeners();
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, change))).toMatch(message);
});

test.each(['UDP', 'TCP', 'TCP_UDP'])(
  'NLB-LI-05 refuses a second listener on a port whatever the protocol: %s',
  async (Protocol) => {
    const { account, edge, dns } = await openAccountForListeners();
    await account.createListener(edge, dns);
    const other = await account.createTargetGroup({ Name: 'other', Protocol });
    expect(await account.refusal('CreateListener', listenerInput(edge, other, { Protocol }))).toBe(
      `DuplicateListener: A listener already exists on this port for this load balancer '${edge}'`,
    );
  },
);

test('NLB-LI-05 refuses another protocol on a port also for the same target group', async () => {
  const { account, edge } = await openAccountForListeners();
  const both = await account.createTargetGroup({ Name: 'both', Protocol: 'TCP_UDP' });
  await account.createListener(edge, both);
  expect(await account.refusal('CreateListener', listenerInput(edge, both, { Protocol: 'TCP_UDP' }))).toMatch(
    /^DuplicateListener: /,
  );
});

test('NLB-LI-06 returns the same listener for the same settings', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  expect(await account.createListener(edge, dns)).toBe(await account.createListener(edge, dns));
  expect(account.region.elbv2.listeners.size).toBe(1);
});

test('NLB-LI-07 refuses to move a listener to an occupied port, with another error than at creation', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = await account.createListener(edge, dns);
  await account.createListener(edge, dns, { Port: 5353 });
  expect(await account.refusal('ModifyListener', { ListenerArn, Port: 5353 })).toBe(
    "ValidationError: Listener port '5353' is already in use",
  );
  await account.call('ModifyListener', { ListenerArn, Port: 53 });
});

test('NLB-LI-15 NLB-LI-16 has no attributes on UDP and the idle time-out on TCP', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const udp = await account.createListener(edge, dns);
  const tcpGroup = await account.createTargetGroup({ Name: 'tcp', Protocol: 'TCP' });
  const tcp = await account.createListener(edge, tcpGroup, { Protocol: 'TCP', Port: 80 });
  const set = (ListenerArn: string, seconds: string) => ({
    ListenerArn,
    Attributes: attributes({ 'tcp.idle_timeout.seconds': seconds }),
  });
  expect((await account.call('DescribeListenerAttributes', { ListenerArn: udp })).Attributes).toEqual([]);
  expect((await account.call('DescribeListenerAttributes', { ListenerArn: tcp })).Attributes).toEqual(
    attributes({ 'tcp.idle_timeout.seconds': '350' }),
  );
  expect(await account.refusal('ModifyListenerAttributes', set(udp, '60'))).toBe(
    'ValidationError: The provided listener attribute is not supported',
  );
  expect(await account.refusal('ModifyListenerAttributes', set(tcp, '30'))).toBe(
    "ValidationError: 'tcp.idle_timeout.seconds' value '30' must be between '60-6000' inclusive",
  );
  expect((await account.call('ModifyListenerAttributes', set(tcp, '6000'))).Attributes).toEqual(
    attributes({ 'tcp.idle_timeout.seconds': '6000' }),
  );
});

test('NLB-LI-17 echoes one target group in both forms, without Weight and Order', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = await account.createListener(edge, dns);
  expect((await account.call('DescribeListeners', { ListenerArns: [ListenerArn] })).Listeners).toEqual([
    {
      ListenerArn,
      LoadBalancerArn: edge,
      Port: 53,
      Protocol: 'UDP',
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: dns,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: dns }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    },
  ]);
});

test('NLB-LI-17 takes its own echo back', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = await account.createListener(edge, dns);
  const { Listeners } = await account.call('DescribeListeners', { LoadBalancerArn: edge });
  const { DefaultActions } = Listeners?.[0] ?? {};
  expect((await account.call('ModifyListener', { ListenerArn, DefaultActions })).Listeners).toEqual(
    Listeners,
  );
});

test('NLB-LI-19 has a default rule that repeats the actions', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = await account.createListener(edge, dns);
  const { Rules } = await account.call('DescribeRules', { ListenerArn });
  expect(Rules).toEqual([
    {
      RuleArn: expect.stringMatching(
        new RegExp(`^${ListenerArn.replace(':listener/', ':listener-rule/')}/[0-9a-f]{16}$`),
      ),
      Priority: 'default',
      Conditions: [],
      Actions: (await account.call('DescribeListeners', { LoadBalancerArn: edge })).Listeners?.[0]
        ?.DefaultActions,
      IsDefault: true,
    },
  ]);
  expect((await account.call('DescribeRules', { RuleArns: [Rules?.[0]?.RuleArn] })).Rules).toEqual(Rules);
});

test('NLB-LI-21 changes its protocol if the target group fits, and its attributes with it', async () => {
  const { account, edge } = await openAccountForListeners();
  const both = await account.createTargetGroup({ Name: 'both', Protocol: 'TCP_UDP' });
  const ListenerArn = await account.createListener(edge, both);
  const change = (Protocol: string) => account.call('ModifyListener', { ListenerArn, Protocol });
  const keys = async () =>
    (await account.call('DescribeListenerAttributes', { ListenerArn })).Attributes?.map(({ Key }) => Key);
  expect((await change('TCP_UDP')).Listeners?.[0]?.Protocol).toBe('TCP_UDP');
  expect(await keys()).toEqual(['tcp.idle_timeout.seconds']);
  expect((await change('UDP')).Listeners?.[0]?.Protocol).toBe('UDP');
  expect(await keys()).toEqual([]);
  expect(await account.refusal('ModifyListener', { ListenerArn, Protocol: 'QUIC' })).toMatch(
    /^IncompatibleProtocols: /,
  );
});

test('NLB-LI-21 needs a certificate for TLS and shows a policy only there', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const tcp = await account.createTargetGroup({ Name: 'tcp', Protocol: 'TCP' });
  const tls = { Protocol: 'TLS', Port: 443 };
  expect(await account.refusal('CreateListener', listenerInput(edge, tcp, tls))).toBe(
    'ValidationError: A certificate must be specified for TLS listeners',
  );
  const Certificates = [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }];
  const { Listeners } = await account.call(
    'CreateListener',
    listenerInput(edge, tcp, { ...tls, Certificates }),
  );
  expect(Listeners?.[0]).toMatchObject({ Certificates, SslPolicy: 'ELBSecurityPolicy-2016-08' });
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, { SslPolicy: 'any' }))).toMatch(
    /^ValidationError: /,
  );
});

test('NLB-OT-04 has QUIC once, beside no UDP listener, and not at another port later', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const quic = await account.createTargetGroup({ Name: 'quic', Protocol: 'QUIC' });
  const ListenerArn = await account.createListener(edge, quic, { Protocol: 'QUIC', Port: 443 });
  const refused: string[] = [];
  for (const creation of [
    listenerInput(edge, dns),
    listenerInput(edge, quic, { Protocol: 'QUIC', Port: 444 }),
  ])
    refused.push(await account.refusal('CreateListener', creation));
  expect(refused).toEqual([
    'InvalidConfigurationRequest: A load balancer with a QUIC listener cannot have UDP listeners',
    'InvalidConfigurationRequest: A load balancer cannot have more than one QUIC listener',
  ]);
  expect(await account.refusal('ModifyListener', { ListenerArn, Port: 444 })).toBe(
    'ValidationError: The port of a QUIC listener cannot be modified',
  );
});

test('NLB-SG-14 refuses QUIC on a load balancer with security groups', async () => {
  const account = await openAccount();
  const [group] = account.region.ec2.securityGroups.keys();
  const edge = await account.createLoadBalancer({ SecurityGroups: [group] });
  const quic = await account.createTargetGroup({ Protocol: 'QUIC' });
  expect(await account.refusal('CreateListener', listenerInput(edge, quic, { Protocol: 'QUIC' }))).toMatch(
    /^InvalidConfigurationRequest: /,
  );
});

test('refuses what does not exist', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = `${(await account.createListener(edge, dns)).slice(0, -16)}0000000000000000`;
  expect(await account.refusal('DeleteListener', { ListenerArn })).toBe(
    'ListenerNotFound: One or more listeners not found',
  );
  expect(await account.refusal('ModifyListener', { ListenerArn })).toMatch(/^ListenerNotFound: /);
  expect(await account.refusal('DescribeListeners', { ListenerArns: [ListenerArn] })).toMatch(
    /^ListenerNotFound: /,
  );
  expect(await account.refusal('DescribeListeners', {})).toMatch(/^ValidationError: /);
  expect(await account.refusal('CreateListener', listenerInput(`${edge}0`, dns, { Port: 1 }))).toMatch(
    /^LoadBalancerNotFound: /,
  );
  expect(await account.refusal('CreateListener', listenerInput(edge, `${dns}0`, { Port: 1 }))).toBe(
    'TargetGroupNotFound: One or more target groups not found',
  );
});

test('deletes a listener and leaves its target group free', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  await account.call('DeleteListener', { ListenerArn: await account.createListener(edge, dns) });
  await account.call('DeleteTargetGroup', { TargetGroupArn: dns });
  expect(account.region.elbv2.targetGroups.size).toBe(0);
});
