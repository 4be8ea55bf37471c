import { expect, test } from 'vitest';
import { openAccount, type TestAccount } from './account.fixture.ts';

function input(account: TestAccount, change: object = {}) {
  return { Name: 'dns', Protocol: 'UDP', Port: 53, VpcId: account.vpcId, ...change };
}

function describe(account: TestAccount, arn: string) {
  return account.call('DescribeTargetGroups', { TargetGroupArns: [arn] }).TargetGroups?.[0];
}

test('NLB-TG-08 NLB-LB-11 describes a UDP group with the defaults of its health checks', () => {
  const account = openAccount();
  const arn = account.createTargetGroup();
  expect(arn).toMatch(/^arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup\/dns\/[0-9a-f]{16}$/);
  expect(describe(account, arn)).toEqual({
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
  (Protocol, HealthCheckProtocol, expected) => {
    const account = openAccount();
    expect(describe(account, account.createTargetGroup({ Protocol, HealthCheckProtocol }))).toMatchObject(
      expected,
    );
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

test.each(REFUSED)('refuses %s', (_title, change, refusal) => {
  const account = openAccount();
  expect(account.refusal('CreateTargetGroup', input(account, change))).toMatch(refusal);
});

test.each(['internal-dns', 'a', 'A'.repeat(32)])('NLB-TG-01 takes the name %s', (Name) => {
  const account = openAccount();
  expect(describe(account, account.createTargetGroup({ Name }))?.TargetGroupName).toBe(Name);
});

test('NLB-TG-03 returns the same group for the same settings and refuses others under its name', () => {
  const account = openAccount();
  expect(account.createTargetGroup()).toBe(account.createTargetGroup());
  for (const change of [{ Port: 54 }, { Protocol: 'TCP_UDP' }, { HealthCheckPort: '80' }])
    expect(account.refusal('CreateTargetGroup', input(account, change))).toBe(
      "DuplicateTargetGroupName: A target group with the same name 'dns' exists, but with different settings",
    );
});

test('NLB-TG-10 takes a time-out equal to the interval, but not for HTTP groups', () => {
  const account = openAccount();
  const equal = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 };
  expect(describe(account, account.createTargetGroup(equal))).toMatchObject(equal);
  expect(
    account.refusal('CreateTargetGroup', input(account, { Name: 'web', Protocol: 'HTTP', ...equal })),
  ).toBe("ValidationError: Health check timeout '5' must be smaller than the interval '5'");
});

test('NLB-TG-12 changes everything about health checks', () => {
  const account = openAccount();
  const TargetGroupArn = account.createTargetGroup();
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
  const { TargetGroups } = account.call('ModifyTargetGroup', { TargetGroupArn, ...change });
  expect(TargetGroups?.[0]).toMatchObject(change);
  account.call('ModifyTargetGroup', { TargetGroupArn, HealthCheckProtocol: 'TCP' });
  const after = describe(account, TargetGroupArn);
  expect(after).toMatchObject({ HealthCheckProtocol: 'TCP', HealthCheckPort: '8080' });
  expect(after).not.toHaveProperty('HealthCheckPath');
  expect(after).not.toHaveProperty('Matcher');
});

test('NLB-TG-12 checks a change against what stays', () => {
  const account = openAccount();
  const TargetGroupArn = account.createTargetGroup();
  expect(account.refusal('ModifyTargetGroup', { TargetGroupArn, HealthCheckIntervalSeconds: 5 })).toBe(
    "ValidationError: Health check timeout '10' must be smaller than or equal to the interval '5'",
  );
});

test('NLB-TG-22 keeps a group that a listener forwards to, and shows whose it is', () => {
  const account = openAccount();
  const TargetGroupArn = account.createTargetGroup();
  const edge = account.createLoadBalancer();
  const ListenerArn = account.createListener(edge, TargetGroupArn);
  expect(describe(account, TargetGroupArn)?.LoadBalancerArns).toEqual([edge]);
  expect(account.refusal('DeleteTargetGroup', { TargetGroupArn })).toBe(
    `ResourceInUse: Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
  );
  account.call('DeleteListener', { ListenerArn });
  account.call('DeleteTargetGroup', { TargetGroupArn });
  account.call('DeleteTargetGroup', { TargetGroupArn });
  expect(account.region.elbv2.targetGroups.size).toBe(0);
});

test.each(['QUIC', 'TCP_QUIC', 'TCP', 'TLS', 'TCP_UDP'])(
  'NLB-LI-01 makes groups of protocol %s',
  (Protocol) => {
    const account = openAccount();
    expect(describe(account, account.createTargetGroup({ Protocol }))?.Protocol).toBe(Protocol);
  },
);

test('finds groups by ARN, by name or by load balancer', () => {
  const account = openAccount();
  const used = account.createTargetGroup();
  const unused = account.createTargetGroup({ Name: 'unused' });
  const LoadBalancerArn = account.createLoadBalancer();
  account.createListener(LoadBalancerArn, used);
  const found = (query: Record<string, unknown>) =>
    account.call('DescribeTargetGroups', query).TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn);
  expect(found({})).toEqual([used, unused]);
  expect(found({ Names: ['unused'] })).toEqual([unused]);
  expect(found({ LoadBalancerArn })).toEqual([used]);
  expect(account.refusal('DescribeTargetGroups', { Names: ['none'] })).toBe(
    'TargetGroupNotFound: One or more target groups not found',
  );
  expect(account.refusal('DescribeTargetGroups', { Names: ['dns'], TargetGroupArns: [used] })).toMatch(
    /^ValidationError: /,
  );
});
