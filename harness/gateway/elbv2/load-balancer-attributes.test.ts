import { expect, test } from 'vitest';
import { asRecord, attributes, openAccount } from './account.fixture.ts';

test('NLB-LB-14 returns eight attributes with their defaults, in order', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  expect((await account.call('DescribeLoadBalancerAttributes', { LoadBalancerArn })).Attributes).toEqual(
    attributes({
      'access_logs.s3.enabled': 'false',
      'access_logs.s3.bucket': '',
      'access_logs.s3.prefix': '',
      'deletion_protection.enabled': 'false',
      'load_balancing.cross_zone.enabled': 'false',
      'dns_record.client_routing_policy': 'any_availability_zone',
      'zonal_shift.config.enabled': 'false',
      'secondary_ips.auto_assigned.per_subnet': '0',
    }),
  );
});

test('NLB-LB-14 changes what is named and returns the whole set', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const { Attributes } = await account.call('ModifyLoadBalancerAttributes', {
    LoadBalancerArn,
    Attributes: attributes({ 'load_balancing.cross_zone.enabled': 'true' }),
  });
  expect(asRecord(Attributes)).toMatchObject({
    'load_balancing.cross_zone.enabled': 'true',
    'zonal_shift.config.enabled': 'false',
  });
});

const REFUSED: readonly [title: string, settings: Record<string, string>, refusal: string | RegExp][] = [
  [
    'NLB-LB-15 a key of application load balancers',
    { 'idle_timeout.timeout_seconds': '60' },
    "ValidationError: Load balancer attribute key 'idle_timeout.timeout_seconds' is not recognized",
  ],
  [
    'NLB-LB-15 a value that the key does not have',
    { 'dns_record.client_routing_policy': 'zone_affinity' },
    "ValidationError: 'zone_affinity' is not a valid value for 'dns_record.client_routing_policy'",
  ],
  [
    'NLB-LB-15 what is neither true nor false',
    { 'load_balancing.cross_zone.enabled': 'banana' },
    "ValidationError: 'banana' is not a valid value for 'load_balancing.cross_zone.enabled'",
  ],
  [
    'NLB-LB-14 eight secondary addresses',
    { 'secondary_ips.auto_assigned.per_subnet': '8' },
    /'0-7' inclusive$/,
  ],
  ['access logs without a bucket', { 'access_logs.s3.enabled': 'true' }, /^ValidationError: /],
  [
    'NLB-LB-14 more than twenty attributes',
    Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key-${index}`, ''])),
    /Member must have length less than or equal to 20$/,
  ],
];

test.each(REFUSED)('refuses %s', async (_title, settings, refusal) => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const input = { LoadBalancerArn, Attributes: attributes(settings) };
  expect(await account.refusal('ModifyLoadBalancerAttributes', input)).toMatch(refusal);
});

test('NLB-LB-14 never takes secondary addresses away', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const set = (count: string) => ({
    LoadBalancerArn,
    Attributes: attributes({ 'secondary_ips.auto_assigned.per_subnet': count }),
  });
  await account.call('ModifyLoadBalancerAttributes', set('3'));
  expect(await account.refusal('ModifyLoadBalancerAttributes', set('2'))).toMatch(/^ValidationError: /);
});

test('NLB-LB-16 keeps the settings of access logs, of which a UDP load balancer writes none', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const logs = {
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': 'logs',
    'access_logs.s3.prefix': 'edge',
  };
  const { Attributes } = await account.call('ModifyLoadBalancerAttributes', {
    LoadBalancerArn,
    Attributes: attributes(logs),
  });
  expect(asRecord(Attributes)).toMatchObject(logs);
});

test('NLB-LB-17 refuses to delete a protected load balancer', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const protect = (on: boolean) =>
    account.call('ModifyLoadBalancerAttributes', {
      LoadBalancerArn,
      Attributes: attributes({ 'deletion_protection.enabled': String(on) }),
    });
  await protect(true);
  expect(await account.refusal('DeleteLoadBalancer', { LoadBalancerArn })).toBe(
    `OperationNotPermitted: Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
  );
  await protect(false);
  await account.call('DeleteLoadBalancer', { LoadBalancerArn });
  expect(account.region.elbv2.loadBalancers.size).toBe(0);
});
