import { expect, test } from 'vitest';
import { createVpc } from '../../core/ec2/vpcs.ts';
import { openAccount } from './account.fixture.ts';
import { describeLoadBalancer, newGroup, newSubnet } from './load-balancer.fixture.ts';

test('NLB-LB-19 NLB-LB-21 replaces the enabled zones and keeps the node of a zone that stays', () => {
  const account = openAccount();
  const [a, b, c] = account.subnets;
  const arn = account.createLoadBalancer({ Subnets: [a, b] });
  const nodes = () =>
    account.region.elbv2.loadBalancers.get(arn)?.zones.map((zone) => zone.networkInterfaceId);
  const before = nodes();
  const { AvailabilityZones } = account.call('SetSubnets', { LoadBalancerArn: arn, Subnets: [b, c] });
  expect(AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual(['us-east-1b', 'us-east-1c']);
  expect(nodes()?.[0]).toBe(before?.[1]);
  expect([...account.region.ec2.networkInterfaces.keys()]).toEqual(nodes());
});

test('NLB-LB-20 refuses another subnet of an enabled zone', () => {
  const account = openAccount();
  const arn = account.createLoadBalancer();
  const second = newSubnet(account, '172.31.100.0/24', account.zones[0]);
  expect(account.refusal('SetSubnets', { LoadBalancerArn: arn, Subnets: [second] })).toBe(
    'ValidationError: You cannot specify an additional subnet from an Availability Zone that is already associated with the load balancer. ' +
      `The Availability Zone 'us-east-1a' corresponding to the new subnet '${second}' is already associated with the load balancer.`,
  );
});

test('NLB-LB-22 NLB-LB-23 stays ipv4: dualstack needs IPv6 subnets, which the VPCs here have not', () => {
  const account = openAccount();
  const LoadBalancerArn = account.createLoadBalancer();
  expect(account.call('SetIpAddressType', { LoadBalancerArn, IpAddressType: 'ipv4' })).toEqual({
    IpAddressType: 'ipv4',
  });
  expect(account.refusal('SetIpAddressType', { LoadBalancerArn, IpAddressType: 'dualstack' })).toBe(
    'InvalidSubnet: You must specify subnets with an associated IPv6 CIDR block.',
  );
  const input = {
    Name: 'six',
    Type: 'network',
    Subnets: account.subnets,
    EnablePrefixForIpv6SourceNat: 'on',
  };
  expect(account.refusal('CreateLoadBalancer', input)).toBe(
    "ValidationError: 'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.",
  );
});

test('NLB-SG-01 NLB-SG-13 can never give security groups to a network load balancer made without', () => {
  const account = openAccount();
  const arn = account.createLoadBalancer();
  expect(describeLoadBalancer(account, arn)).not.toHaveProperty('SecurityGroups');
  expect(
    account.refusal('SetSecurityGroups', { LoadBalancerArn: arn, SecurityGroups: [newGroup(account)] }),
  ).toBe(
    'InvalidConfigurationRequest: You cannot set security groups on a Network Load Balancer which was created without any security groups.',
  );
});

test('NLB-SG-03 changes the groups of a network load balancer made with some, down to one', () => {
  const account = openAccount();
  const [first, second] = [newGroup(account, 'one'), newGroup(account, 'two')];
  const LoadBalancerArn = account.createLoadBalancer({ SecurityGroups: [first] });
  expect(account.call('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [second] })).toEqual({
    SecurityGroupIds: [second],
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
  });
  expect([...account.region.ec2.networkInterfaces.values()][0]?.securityGroupIds).toEqual([second]);
  expect(account.refusal('SetSecurityGroups', { LoadBalancerArn, SecurityGroups: [] })).toMatch(
    /^ValidationError: /,
  );
});

test('NLB-SG-04 refuses groups that do not exist or belong to another VPC', () => {
  const account = openAccount();
  const { vpcId } = createVpc(account.region, '10.0.0.0/16', new Map());
  for (const SecurityGroups of [['sg-0'], [newGroup(account, 'far', vpcId)]])
    expect(
      account.refusal('CreateLoadBalancer', {
        Name: 'n',
        Type: 'network',
        Subnets: account.subnets,
        SecurityGroups,
      }),
    ).toBe('InvalidSecurityGroup: One or more security groups are invalid');
});

test('NLB-SG-11 enforces inbound rules on PrivateLink traffic unless told otherwise, and only with groups', () => {
  const account = openAccount();
  const group = newGroup(account);
  const LoadBalancerArn = account.createLoadBalancer({ SecurityGroups: [group] });
  const off = { LoadBalancerArn, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' };
  account.call('SetSecurityGroups', { ...off, SecurityGroups: [group] });
  expect(
    describeLoadBalancer(account, LoadBalancerArn)?.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
  ).toBe('off');
  expect(account.refusal('SetSecurityGroups', { ...off, SecurityGroups: [] })).toBe(
    'ValidationError: One or more security groups must be specified when using EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  );
});
