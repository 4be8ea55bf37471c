import { expect, test } from 'vitest';
import { createVpc } from '../../core/ec2/vpcs.ts';
import { openAccount } from './account.fixture.ts';
import { describeLoadBalancer, newGroup, newSubnet } from './load-balancer.fixture.ts';

test('NLB-LB-19 NLB-LB-21 replaces the enabled zones and keeps the node of a zone that stays', async () => {
  const account = await openAccount();
  const [a, b, c] = account.subnets;
  const arn = await account.createLoadBalancer({ Subnets: [a, b] });
  const nodes = () =>
    account.region.elbv2.loadBalancers.get(arn)?.zones.map((zone) => zone.networkInterfaceId);
  const before = nodes();
  const { AvailabilityZones } = await account.call('SetSubnets', { LoadBalancerArn: arn, Subnets: [b, c] });
  expect(AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual(['us-east-1b', 'us-east-1c']);
  expect(nodes()?.[0]).toBe(before?.[1]);
  expect([...account.region.ec2.networkInterfaces.keys()]).toEqual(nodes());
});

test('NLB-LB-20 refuses another subnet of an enabled zone', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer();
  const second = newSubnet(account, '172.31.100.0/24', account.zones[0]);
  expect(await account.refusal('SetSubnets', { LoadBalancerArn: arn, Subnets: [second] })).toBe(
    'ValidationError: You cannot specify an additional subnet from an Availability Zone that is already associated with the load balancer. ' +
      `The Availability Zone 'us-east-1a' corresponding to the new subnet '${second}' is already associated with the load balancer.`,
  );
});

test('NLB-LB-22 NLB-LB-23 stays ipv4: dualstack needs IPv6 subnets, which the VPCs here have not', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  expect(await account.call('SetIpAddressType', { LoadBalancerArn, IpAddressType: 'ipv4' })).toEqual({
    IpAddressType: 'ipv4',
  });
  expect(await account.refusal('SetIpAddressType', { LoadBalancerArn, IpAddressType: 'dualstack' })).toBe(
    'InvalidSubnet: You must specify subnets with an associated IPv6 CIDR block.',
  );
  const input = {
    Name: 'six',
    Type: 'network',
    Subnets: account.subnets,
    EnablePrefixForIpv6SourceNat: 'on',
  };
  expect(await account.refusal('CreateLoadBalancer', input)).toBe(
    "ValidationError: 'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.",
  );
});

test('NLB-SG-01 NLB-SG-13 can never give security groups to a network load balancer made without', async () => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer();
  expect(await describeLoadBalancer(account, arn)).not.toHaveProperty('SecurityGroups');
  expect(
    await account.refusal('SetSecurityGroups', { LoadBalancerArn: arn, SecurityGroups: [newGroup(account)] }),
  ).toBe(
    'InvalidConfigurationRequest: You cannot set security groups on a Network Load Balancer which was created without any security groups.',
  );
});

test('NLB-SG-02 adds no group to a network load balancer, and the default group to an application one', async () => {
  const account = await openAccount();
  const [defaultGroup] = account.region.ec2.securityGroups.keys();
  const nlb = await account.createLoadBalancer();
  expect(await describeLoadBalancer(account, nlb)).not.toHaveProperty('SecurityGroups');
  const web = { Name: 'web', Type: 'application', Subnets: account.subnets };
  const alb = await describeLoadBalancer(account, await account.createLoadBalancer(web));
  expect(alb?.SecurityGroups).toEqual([defaultGroup]);
});

test('NLB-SG-12 takes five security groups and refuses the sixth', async () => {
  const account = await openAccount();
  const groups = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => newGroup(account, name));
  const LoadBalancerArn = await account.createLoadBalancer({ SecurityGroups: groups.slice(0, 5) });
  expect((await describeLoadBalancer(account, LoadBalancerArn))?.SecurityGroups).toEqual(groups.slice(0, 5));
  expect(await account.refusal('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: groups })).toBe(
    "InvalidConfigurationRequest: A load balancer cannot have more than '5' security groups",
  );
});

test('NLB-SG-03 changes the groups of a network load balancer made with some, down to one', async () => {
  const account = await openAccount();
  const [first, second] = [newGroup(account, 'one'), newGroup(account, 'two')];
  const LoadBalancerArn = await account.createLoadBalancer({ SecurityGroups: [first] });
  expect(await account.call('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [second] })).toEqual({
    SecurityGroupIds: [second],
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
  });
  expect([...account.region.ec2.networkInterfaces.values()][0]?.securityGroupIds).toEqual([second]);
  expect(await account.refusal('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [] })).toMatch(
    /^ValidationError: /,
  );
});

test('NLB-SG-04 refuses groups that do not exist or belong to another VPC', async () => {
  const account = await openAccount();
  const { vpcId } = createVpc(account.region, '10.0.0.0/16', new Map());
  for (const SecurityGroups of [['sg-0'], [newGroup(account, 'far', vpcId)]])
    expect(
      await account.refusal('CreateLoadBalancer', {
        Name: 'n',
        Type: 'network',
        Subnets: account.subnets,
        SecurityGroups,
      }),
    ).toBe('InvalidSecurityGroup: One or more security groups are invalid');
});

test('NLB-SG-11 enforces inbound rules on PrivateLink traffic unless told otherwise, and only with groups', async () => {
  const account = await openAccount();
  const group = newGroup(account);
  const LoadBalancerArn = await account.createLoadBalancer({ SecurityGroups: [group] });
  const off = { LoadBalancerArn, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' };
  await account.call('SetSecurityGroups', { ...off, SecurityGroups: [group] });
  expect(
    (await describeLoadBalancer(account, LoadBalancerArn))
      ?.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
  ).toBe('off');
  expect(await account.refusal('SetSecurityGroups', { ...off, SecurityGroups: [] })).toBe(
    'ValidationError: One or more security groups must be specified when using EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  );
});
