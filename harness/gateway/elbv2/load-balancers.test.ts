import { expect, test } from 'vitest';
import { allocateAddress } from '../../core/ec2/addresses.ts';
import { createVpc } from '../../core/ec2/vpcs.ts';
import { nextLoadBalancerDeadline, tickLoadBalancers } from '../../core/elbv2/load-balancer-states.ts';
import { openAccount, provision } from './account.fixture.ts';
import { describeLoadBalancer, newSubnet } from './load-balancer.fixture.ts';

test('NLB-LB-06 faces the internet unless it is made internal, and no operation changes that', async () => {
  const account = await openAccount();
  const scheme = async (arn: string) => (await describeLoadBalancer(account, arn))?.Scheme;
  const open = await account.createLoadBalancer();
  expect(await scheme(open)).toBe('internet-facing');
  expect(await scheme(await account.createLoadBalancer({ Name: 'in', Scheme: 'internal' }))).toBe('internal');
  const input = { Name: 'n', Type: 'network', Subnets: account.subnets, Scheme: 'private' };
  expect(await account.refusal('CreateLoadBalancer', input)).toMatch(
    /at 'scheme' failed .* enum value set: \[internet-facing, internal\]$/,
  );
  await account.call('SetSubnets', { LoadBalancerArn: open, Subnets: account.subnets, Scheme: 'internal' });
  expect(await scheme(open)).toBe('internet-facing');
});

test('NLB-LB-03 returns the same load balancer for the same settings', async () => {
  const account = await openAccount();
  expect(await account.createLoadBalancer()).toBe(await account.createLoadBalancer());
  expect(account.region.elbv2.loadBalancers.size).toBe(1);
});

const OTHER_SETTINGS: readonly [what: string, change: (two: readonly string[]) => object][] = [
  ['scheme', () => ({ Scheme: 'internal' })],
  ['set of subnets', (two) => ({ Subnets: two })],
  ['type', (two) => ({ Type: 'application', Subnets: two })],
];

test.each(OTHER_SETTINGS)('NLB-LB-03 refuses the same name with another %s', async (_what, change) => {
  const account = await openAccount();
  await account.createLoadBalancer();
  const [a, b] = account.subnets;
  const input = { Name: 'edge', Type: 'network', Subnets: [a], ...change([a, b]) };
  expect(await account.refusal('CreateLoadBalancer', input)).toBe(
    "DuplicateLoadBalancerName: A load balancer with the same name 'edge' exists, but with different settings",
  );
});

test('NLB-LB-04 needs one subnet for a network load balancer and two zones for an application one', async () => {
  const account = await openAccount();
  expect(await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'network' })).toBe(
    'ValidationError: At least one subnet must be specified',
  );
  expect(await account.refusal('CreateLoadBalancer', { Name: 'n', Subnets: [account.subnets[0]] })).toBe(
    'ValidationError: At least two subnets in two different Availability Zones must be specified',
  );
  const both = { Subnets: [account.subnets[0]], SubnetMappings: [{ SubnetId: account.subnets[1] }] };
  expect(await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'network', ...both })).toMatch(
    /^ValidationError: .* not both$/,
  );
});

test('refuses a subnet that does not exist and subnets of two VPCs', async () => {
  const account = await openAccount();
  expect(
    await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'network', Subnets: ['subnet-0'] }),
  ).toBe("SubnetNotFound: The subnet ID 'subnet-0' does not exist");
  const { vpcId } = createVpc(account.region, '10.0.0.0/16', new Map());
  const foreign = newSubnet(account, '10.0.0.0/24', account.zones[1], vpcId);
  const input = { Name: 'n', Type: 'network', Subnets: [account.subnets[0], foreign] };
  expect(await account.refusal('CreateLoadBalancer', input)).toMatch(/^InvalidConfigurationRequest: /);
});

test('NLB-LB-05 refuses two subnets in one zone', async () => {
  const account = await openAccount();
  const second = newSubnet(account, '172.31.100.0/24', account.zones[0]);
  const input = { Name: 'n', Type: 'network', Subnets: [account.subnets[0], second] };
  expect(await account.refusal('CreateLoadBalancer', input)).toBe(
    'InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone',
  );
});

test('NLB-LB-07 gives a zone the Elastic IP address of its mapping and refuses one that is in use or unknown', async () => {
  const account = await openAccount();
  const { allocationId, publicIp } = allocateAddress(account.region, new Map());
  const mapping = { SubnetMappings: [{ SubnetId: account.subnets[0], AllocationId: allocationId }] };
  const arn = await account.createLoadBalancer({ Subnets: undefined, ...mapping });
  expect((await describeLoadBalancer(account, arn))?.AvailabilityZones).toEqual([
    {
      ZoneName: 'us-east-1a',
      SubnetId: account.subnets[0],
      LoadBalancerAddresses: [{ IpAddress: publicIp, AllocationId: allocationId }],
    },
  ]);
  expect(await account.refusal('CreateLoadBalancer', { Name: 'other', Type: 'network', ...mapping })).toBe(
    'ResourceInUse: The allocation IDs are not available for use',
  );
  const unknown = { SubnetMappings: [{ SubnetId: account.subnets[0], AllocationId: 'eipalloc-0' }] };
  expect(await account.refusal('CreateLoadBalancer', { Name: 'other', Type: 'network', ...unknown })).toMatch(
    /^AllocationIdNotFound: /,
  );
  await account.call('DeleteLoadBalancer', { LoadBalancerArn: arn });
  expect(account.region.ec2.addresses.get(allocationId)?.associationId).toBeUndefined();
});

test('NLB-LB-07 lets an internal load balancer choose its private address and no other', async () => {
  const account = await openAccount();
  const SubnetMappings = [{ SubnetId: account.subnets[0], PrivateIPv4Address: '172.31.0.77' }];
  expect(await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'network', SubnetMappings })).toBe(
    "ValidationError: You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.",
  );
  const arn = await account.createLoadBalancer({ Scheme: 'internal', Subnets: undefined, SubnetMappings });
  expect((await describeLoadBalancer(account, arn))?.AvailabilityZones?.[0]?.LoadBalancerAddresses).toEqual([
    { PrivateIPv4Address: '172.31.0.77' },
  ]);
});

test('NLB-LB-08 refuses a subnet with fewer than eight free addresses', async () => {
  const account = await openAccount();
  const small = newSubnet(account, '172.31.100.0/28', account.zones[0]);
  account.launchInstances(4, small);
  expect(await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'network', Subnets: [small] })).toBe(
    `InvalidSubnet: Not enough IP space available in ${small}. ELB requires at least 8 free IP addresses in each subnet.`,
  );
});

test('NLB-LB-09 is provisioning first and active when its time has come', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer();
  expect((await describeLoadBalancer(account, arn))?.State).toEqual({ Code: 'provisioning' });
  const deadline = nextLoadBalancerDeadline(account.region);
  expect(deadline).toBe(account.now + 2_000);
  expect(tickLoadBalancers(account.region, account.now + 1_999)).toEqual([]);
  expect(tickLoadBalancers(account.region, account.now + 2_000)).toEqual([
    { loadBalancerArn: arn, from: 'provisioning', to: 'active', at: deadline },
  ]);
  expect((await describeLoadBalancer(account, arn))?.State).toEqual({ Code: 'active' });
  expect(nextLoadBalancerDeadline(account.region)).toBeUndefined();
});

test('NLB-TM-01 takes minutes to be active in the profile of what users observed', async () => {
  const account = await openAccount({ profile: 'observed' });
  const arn = await account.createLoadBalancer();
  expect(nextLoadBalancerDeadline(account.region)).toBe(account.now + 180_000);
  provision(account);
  expect((await describeLoadBalancer(account, arn))?.State).toEqual({ Code: 'active' });
});

test('NLB-LB-09 fails when the chosen private address is taken', async () => {
  const account = await openAccount();
  const [instanceId = ''] = account.launchInstances(1);
  const SubnetMappings = [
    {
      SubnetId: account.subnets[0],
      PrivateIPv4Address: account.region.ec2.instances.get(instanceId)?.privateIpAddress,
    },
  ];
  const arn = await account.createLoadBalancer({ Scheme: 'internal', Subnets: undefined, SubnetMappings });
  provision(account);
  expect((await describeLoadBalancer(account, arn))?.State).toEqual({ Code: 'failed' });
});

test('NLB-LB-10 NLB-LB-11 NLB-LB-12 names a network load balancer as AWS does', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer({ Name: 'Edge-1', Scheme: 'internal' });
  expect(arn).toMatch(
    /^arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer\/net\/Edge-1\/[0-9a-f]{16}$/,
  );
  expect(await describeLoadBalancer(account, arn)).toMatchObject({
    DNSName: `Edge-1-${arn.slice(-16)}.elb.us-east-1.amazonaws.com`,
    CanonicalHostedZoneId: 'Z26RNL4JYFTOTI',
    Scheme: 'internal',
    CreatedTime: new Date(account.now),
    VpcId: account.vpcId,
    IpAddressType: 'ipv4',
  });
});

test('NLB-LB-10 NLB-LB-12 names an application load balancer differently and gives it the default group', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer({
    Type: undefined,
    Scheme: 'internal',
    Subnets: account.subnets,
  });
  expect(arn).toContain(':loadbalancer/app/edge/');
  const defaultGroup = [...account.region.ec2.securityGroups.keys()][0];
  expect(await describeLoadBalancer(account, arn)).toMatchObject({
    Type: 'application',
    DNSName: expect.stringMatching(/^internal-edge-\d+\.us-east-1\.elb\.amazonaws\.com$/),
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    SecurityGroups: [defaultGroup],
  });
});

test('NLB-LB-13 has one described interface in each enabled subnet', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer({ Subnets: account.subnets });
  const interfaces = [...account.region.ec2.networkInterfaces.values()];
  expect(interfaces.map(({ subnetId }) => subnetId)).toEqual(account.subnets);
  for (const { interfaceType, description, requesterManaged } of interfaces)
    expect({ interfaceType, description, requesterManaged }).toEqual({
      interfaceType: 'network_load_balancer',
      description: `ELB net/edge/${arn.slice(-16)}`,
      requesterManaged: true,
    });
});

test('NLB-LB-18 deletes listeners and interfaces, keeps target groups, and succeeds twice', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer();
  const targetGroupArn = await account.createTargetGroup();
  await account.createListener(arn, targetGroupArn);
  await account.call('DeleteLoadBalancer', { LoadBalancerArn: arn });
  await account.call('DeleteLoadBalancer', { LoadBalancerArn: arn });
  const { elbv2, ec2 } = account.region;
  expect([elbv2.loadBalancers.size, elbv2.listeners.size, ec2.networkInterfaces.size]).toEqual([0, 0, 0]);
  expect([...elbv2.targetGroups.keys()]).toEqual([targetGroupArn]);
});

test.each([
  ['type', { Type: 'classic' }, '[application, network, gateway]'],
  ['scheme', { Scheme: 'public' }, '[internet-facing, internal]'],
])('refuses an unknown %s with the values that there are', async (member, change, set) => {
  const account = await openAccount();
  expect(
    await account.refusal('CreateLoadBalancer', { Name: 'n', Subnets: account.subnets, ...change }),
  ).toBe(
    `ValidationError: 1 validation error detected: Value '${Object.values(change)[0]}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: ${set}`,
  );
});

test('says that a gateway load balancer is not emulated', async () => {
  const account = await openAccount();
  expect(
    await account.refusal('CreateLoadBalancer', { Name: 'n', Type: 'gateway', Subnets: account.subnets }),
  ).toBe("OperationNotPermitted: nlb-harness does not emulate load balancers of type 'gateway'");
});

test('finds load balancers by ARN or by name, not by both, and refuses what is missing', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer();
  await account.createLoadBalancer({ Name: 'other' });
  const named = await account.call('DescribeLoadBalancers', { Names: ['edge'] });
  expect(named.LoadBalancers?.map(({ LoadBalancerArn }) => LoadBalancerArn)).toEqual([arn]);
  expect(await account.refusal('DescribeLoadBalancers', { Names: ['edge', 'none'] })).toBe(
    'LoadBalancerNotFound: One or more load balancers not found',
  );
  expect(await account.refusal('DescribeLoadBalancers', { LoadBalancerArns: [`${arn.slice(0, -1)}x`] })).toBe(
    'LoadBalancerNotFound: One or more load balancers not found',
  );
  expect(await account.refusal('DescribeLoadBalancers', { LoadBalancerArns: ['edge'] })).toBe(
    "ValidationError: 'edge' is not a valid load balancer ARN",
  );
  expect(
    await account.refusal('DescribeLoadBalancers', { LoadBalancerArns: [arn], Names: ['edge'] }),
  ).toMatch(/^ValidationError: /);
});

test('gives load balancers page by page', async () => {
  const account = await openAccount();
  const arns: string[] = [];
  for (const Name of ['one', 'two', 'three']) arns.push(await account.createLoadBalancer({ Name }));
  const first = await account.call('DescribeLoadBalancers', { PageSize: 2 });
  const second = await account.call('DescribeLoadBalancers', { PageSize: 2, Marker: first.NextMarker });
  const pages = [first, second].map(({ LoadBalancers }) => LoadBalancers?.map((lb) => lb.LoadBalancerArn));
  expect(pages).toEqual([arns.slice(0, 2), arns.slice(2)]);
  expect(second.NextMarker).toBeUndefined();
  expect(await account.refusal('DescribeLoadBalancers', { PageSize: 0 })).toMatch(
    /at 'pageSize' failed to satisfy constraint: Member must have value greater than or equal to 1$/,
  );
  expect(await account.refusal('DescribeLoadBalancers', { Marker: 'nowhere' })).toBe(
    "ValidationError: The marker 'nowhere' is not valid",
  );
});
