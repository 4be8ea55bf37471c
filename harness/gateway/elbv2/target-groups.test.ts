import { expect, test } from 'vitest';
import { openAccount, type TestAccount } from './account.fixture.ts';

function input(account: TestAccount, change: object = {}) {
  return { Name: 'dns', Protocol: 'UDP', Port: 53, VpcId: account.vpcId, ...change };
}

async function describe(account: TestAccount, arn: string) {
  return (await account.call('DescribeTargetGroups', { TargetGroupArns: [arn] })).TargetGroups?.[0];
}

test('NLB-TG-08 NLB-LB-11 describes a UDP group with the defaults of its health checks', async () => {
  const account = await openAccount();
  const arn = await account.createTargetGroup();
  expect(arn).toMatch(/^arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup\/dns\/[0-9a-f]{16}$/);
  expect(await describe(account, arn)).toEqual({
    TargetGroupArn: arn,
    TargetGroupName: 'dns',
    Protocol: 'UDP',
    Port: 53,
    VpcId: account.vpcId,
    HealthCheckProtocol: 'TCP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 10,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    LoadBalancerArns: [],
    TargetType: 'instance',
    IpAddressType: 'ipv4',
  });
});

const HTTP_DEFAULTS: readonly [groupProtocol: string, checkProtocol: string, expected: object][] = [
  ['UDP', 'HTTP', { HealthCheckTimeoutSeconds: 6, HealthCheckPath: '/', Matcher: { HttpCode: '200-399' } }],
  ['UDP', 'HTTPS', { HealthCheckTimeoutSeconds: 10, HealthCheckPath: '/', Matcher: { HttpCode: '200-399' } }],
  ['HTTP', 'HTTP', { HealthCheckTimeoutSeconds: 5, HealthCheckPath: '/', Matcher: { HttpCode: '200' } }],
];

test.each(HTTP_DEFAULTS)(
  'NLB-TG-09 checks a %s group over %s with the defaults of that protocol',
  async (Protocol, HealthCheckProtocol, expected) => {
    const account = await openAccount();
    expect(
      await describe(account, await account.createTargetGroup({ Protocol, HealthCheckProtocol })),
    ).toMatchObject(expected);
  },
);

const REFUSED: readonly [title: string, change: object, refusal: string | RegExp][] = [
  [
    'NLB-TG-01 a long name, before looking at its characters',
    { Name: '_'.repeat(33) },
    `ValidationError: Target group name '${'_'.repeat(33)}' cannot be longer than '32' characters`,
  ],
  [
    'NLB-TG-01 characters outside the alphabet',
    { Name: 'd_s' },
    "ValidationError: Target group name 'd_s' can only contain characters that are alphanumeric characters or hyphens(-)",
  ],
  [
    'NLB-TG-01 a hyphen at the end',
    { Name: 'dns-' },
    "ValidationError: Target group name 'dns-' cannot begin or end with '-'",
  ],
  ['NLB-TG-02 no protocol', { Protocol: undefined }, 'ValidationError: A protocol must be specified'],
  ['NLB-TG-02 no port', { Port: undefined }, 'ValidationError: A port must be specified'],
  ['NLB-TG-02 no VPC', { VpcId: undefined }, 'ValidationError: A VPC ID must be specified'],
  [
    'NLB-TG-02 a VPC that does not exist',
    { VpcId: 'vpc-0' },
    "ValidationError: The VPC ID 'vpc-0' is not found",
  ],
  ['a port beyond 65535', { Port: 99_999 }, /Value '99999' at 'port' failed .* less than or equal to 65535$/],
  ['NLB-LI-03 an unknown protocol', { Protocol: 'SCTP' }, /Value 'SCTP' at 'protocol' failed to satisfy/],
  [
    'an unknown target type',
    { TargetType: 'pod' },
    /at 'targetType' .* enum value set: \[instance, ip, lambda, alb\]$/,
  ],
  [
    'NLB-TG-04 UDP with target type alb',
    { TargetType: 'alb' },
    /^ValidationError: Protocol 'UDP' is not supported/,
  ],
  [
    'what is not emulated, by name',
    { TargetType: 'lambda' },
    /^OperationNotPermitted: nlb-harness does not emulate/,
  ],
  [
    'NLB-TG-06 health checks over UDP',
    { HealthCheckProtocol: 'UDP' },
    "ValidationError: Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'",
  ],
  [
    'NLB-TG-07 switching health checks off',
    { HealthCheckEnabled: false },
    "ValidationError: Health check enabled must be true for target groups with target type 'instance'",
  ],
  ['NLB-TG-09 an interval of 4 s', { HealthCheckIntervalSeconds: 4 }, /greater than or equal to 5$/],
  ['NLB-TG-09 an interval of 301 s', { HealthCheckIntervalSeconds: 301 }, /less than or equal to 300$/],
  ['NLB-TG-09 a time-out of 1 s', { HealthCheckTimeoutSeconds: 1 }, /greater than or equal to 2$/],
  ['NLB-TG-09 a threshold of 11', { UnhealthyThresholdCount: 11 }, /less than or equal to 10$/],
  [
    'NLB-TG-09 a status code of 600',
    { HealthCheckProtocol: 'HTTP', Matcher: { HttpCode: '200-600' } },
    /must be within '200-599' inclusive$/,
  ],
  ['a health-check port that is none', { HealthCheckPort: '0' }, /^ValidationError: Health check port '0'/],
  [
    'NLB-TG-10 the fast interval with the default time-out',
    { HealthCheckIntervalSeconds: 5 },
    "ValidationError: Health check timeout '10' must be smaller than or equal to the interval '5'",
  ],
  [
    'NLB-TG-11 a path with TCP checks',
    { HealthCheckPath: '/up' },
    'InvalidConfigurationRequest: Health check paths are not supported for TCP health checks',
  ],
  [
    'NLB-TG-11 a matcher with TCP checks',
    { Matcher: { HttpCode: '200' } },
    'InvalidConfigurationRequest: Health check matchers are not supported for TCP health checks',
  ],
];

test.each(REFUSED)('refuses %s', async (_title, change, refusal) => {
  const account = await openAccount();
  expect(await account.refusal('CreateTargetGroup', input(account, change))).toMatch(refusal);
});

test.each(['internal-dns', 'a', 'A'.repeat(32)])('NLB-TG-01 takes the name %s', async (Name) => {
  const account = await openAccount();
  expect((await describe(account, await account.createTargetGroup({ Name })))?.TargetGroupName).toBe(Name);
});

test('NLB-TG-03 returns the same group for the same settings and refuses others under its name', async () => {
  const account = await openAccount();
  expect(await account.createTargetGroup()).toBe(await account.createTargetGroup());
  for (const change of [{ Port: 54 }, { Protocol: 'TCP_UDP' }, { HealthCheckPort: '80' }])
    expect(await account.refusal('CreateTargetGroup', input(account, change))).toBe(
      "DuplicateTargetGroupName: A target group with the same name 'dns' exists, but with different settings",
    );
});

test('NLB-TG-05 keeps what was fixed at creation, whatever ModifyTargetGroup is sent', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  const before = await describe(account, TargetGroupArn);
  const others = {
    Name: 'x',
    Protocol: 'TCP',
    Port: 1,
    VpcId: 'vpc-0',
    TargetType: 'ip',
    IpAddressType: 'ipv6',
  };
  await account.call('ModifyTargetGroup', { TargetGroupArn, ...others });
  expect(await describe(account, TargetGroupArn)).toEqual(before);
});

test('NLB-TG-24 makes an IPv6 group and says that its targets are not emulated', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup({ TargetType: 'ip', IpAddressType: 'ipv6' });
  expect((await describe(account, TargetGroupArn))?.IpAddressType).toBe('ipv6');
  expect(await account.refusal('RegisterTargets', { TargetGroupArn, Targets: [{ Id: 'fd00::1' }] })).toBe(
    'OperationNotPermitted: nlb-harness does not emulate IPv6 targets',
  );
});

test('NLB-TG-10 takes a time-out equal to the interval, but not for HTTP groups', async () => {
  const account = await openAccount();
  const equal = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 };
  expect(await describe(account, await account.createTargetGroup(equal))).toMatchObject(equal);
  expect(
    await account.refusal('CreateTargetGroup', input(account, { Name: 'web', Protocol: 'HTTP', ...equal })),
  ).toBe("ValidationError: Health check timeout '5' must be smaller than the interval '5'");
});

test('NLB-TG-12 changes everything about health checks', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  const change = {
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: '8080',
    HealthCheckPath: '/up',
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    Matcher: { HttpCode: '200,204' },
  };
  const { TargetGroups } = await account.call('ModifyTargetGroup', { TargetGroupArn, ...change });
  expect(TargetGroups?.[0]).toMatchObject(change);
  await account.call('ModifyTargetGroup', { TargetGroupArn, HealthCheckProtocol: 'TCP' });
  const after = await describe(account, TargetGroupArn);
  expect(after).toMatchObject({ HealthCheckProtocol: 'TCP', HealthCheckPort: '8080' });
  expect(after).not.toHaveProperty('HealthCheckPath');
  expect(after).not.toHaveProperty('Matcher');
});

test('NLB-TG-12 checks a change against what stays', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  expect(await account.refusal('ModifyTargetGroup', { TargetGroupArn, HealthCheckIntervalSeconds: 5 })).toBe(
    "ValidationError: Health check timeout '10' must be smaller than or equal to the interval '5'",
  );
});

test('NLB-TG-22 keeps a group that a listener forwards to, and shows whose it is', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  const edge = await account.createLoadBalancer();
  const ListenerArn = await account.createListener(edge, TargetGroupArn);
  expect((await describe(account, TargetGroupArn))?.LoadBalancerArns).toEqual([edge]);
  expect(await account.refusal('DeleteTargetGroup', { TargetGroupArn })).toBe(
    `ResourceInUse: Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
  );
  await account.call('DeleteListener', { ListenerArn });
  await account.call('DeleteTargetGroup', { TargetGroupArn });
  await account.call('DeleteTargetGroup', { TargetGroupArn });
  expect(account.region.elbv2.targetGroups.size).toBe(0);
});

test.each(['QUIC', 'TCP_QUIC', 'TCP', 'TLS', 'TCP_UDP'])(
  'NLB-LI-01 makes groups of protocol %s',
  async (Protocol) => {
    const account = await openAccount();
    expect((await describe(account, await account.createTargetGroup({ Protocol })))?.Protocol).toBe(Protocol);
  },
);

test('finds groups by ARN, by name or by load balancer', async () => {
  const account = await openAccount();
  const used = await account.createTargetGroup();
  const unused = await account.createTargetGroup({ Name: 'unused' });
  const LoadBalancerArn = await account.createLoadBalancer();
  await account.createListener(LoadBalancerArn, used);
  const found = async (query: Record<string, unknown>) =>
    (await account.call('DescribeTargetGroups', query)).TargetGroups?.map(
      ({ TargetGroupArn }) => TargetGroupArn,
    );
  expect(await found({})).toEqual([used, unused]);
  expect(await found({ Names: ['unused'] })).toEqual([unused]);
  expect(await found({ LoadBalancerArn })).toEqual([used]);
  expect(await account.refusal('DescribeTargetGroups', { Names: ['none'] })).toBe(
    'TargetGroupNotFound: One or more target groups not found',
  );
  expect(await account.refusal('DescribeTargetGroups', { Names: ['dns'], TargetGroupArns: [used] })).toMatch(
    /^ValidationError: /,
  );
});
