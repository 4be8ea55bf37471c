import { expect, test } from 'vitest';
import * as core from '../../core/ec2/network-interfaces.ts';
import { createRegion } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { ec2Operations } from './index.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const context = { region, accountId: region.accountId, now: 0 };
  const [SubnetId = ''] = [...region.ec2.subnets.keys()];
  return { context, region, SubnetId };
}

test("a load balancer's interface is found by its description and shown as somebody else's", () => {
  const { context, region, SubnetId } = setUp();
  const description = 'ELB net/dns/0123456789abcdef';
  core.createNetworkInterface(region, {
    subnetId: SubnetId,
    securityGroupIds: [],
    description,
    interfaceType: 'network_load_balancer',
    requesterManaged: true,
  });
  ec2Operations.CreateNetworkInterface(context, { SubnetId });
  const found = ec2Operations.DescribeNetworkInterfaces(context, {
    Filters: [{ Name: 'description', Values: ['ELB net/dns/*'] }],
  });
  expect(found.NetworkInterfaces).toEqual([
    expect.objectContaining({
      Description: description,
      InterfaceType: 'network_load_balancer',
      RequesterManaged: true,
      Status: 'in-use',
      PrivateIpAddress: '172.31.0.4',
      Groups: [],
    }),
  ]);
});

test('an own interface has the default group, gets another, and goes', () => {
  const { context, region, SubnetId } = setUp();
  const { NetworkInterface } = ec2Operations.CreateNetworkInterface(context, { SubnetId });
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
  expect(NetworkInterface?.Groups).toMatchObject([{ GroupName: 'default' }]);
  const { GroupId = '' } = ec2Operations.CreateSecurityGroup(context, {
    GroupName: 'web',
    Description: 'web',
  });
  ec2Operations.ModifyNetworkInterfaceAttribute(context, { NetworkInterfaceId, Groups: [GroupId] });
  const byGroup = ec2Operations.DescribeNetworkInterfaces(context, {
    Filters: [{ Name: 'group-id', Values: [GroupId] }],
  });
  expect(byGroup.NetworkInterfaces?.map((item) => item.NetworkInterfaceId)).toEqual([NetworkInterfaceId]);
  ec2Operations.DeleteNetworkInterface(context, { NetworkInterfaceId });
  expect(region.ec2.networkInterfaces.size).toBe(0);
});

test('an attached interface names its instance and cannot be deleted', () => {
  const { context, SubnetId } = setUp();
  const { Instances } = ec2Operations.RunInstances(context, {
    ImageId: 'ami-00000000',
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    SubnetId,
  });
  const InstanceId = Instances?.[0]?.InstanceId ?? '';
  const { NetworkInterfaces } = ec2Operations.DescribeNetworkInterfaces(context, {
    Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }],
  });
  expect(NetworkInterfaces).toMatchObject([{ Attachment: { InstanceId, DeleteOnTermination: true } }]);
  const NetworkInterfaceId = NetworkInterfaces?.[0]?.NetworkInterfaceId;
  expect(() => ec2Operations.DeleteNetworkInterface(context, { NetworkInterfaceId })).toThrowError(
    expect.objectContaining({ message: `Network interface '${NetworkInterfaceId}' is currently in use.` }),
  );
});

test('an Elastic IP address goes to an instance and comes back', () => {
  const { context } = setUp();
  const { AllocationId, PublicIp } = ec2Operations.AllocateAddress(context, {
    TagSpecifications: [{ ResourceType: 'elastic-ip', Tags: [{ Key: 'Name', Value: 'dns' }] }],
  });
  const { Instances } = ec2Operations.RunInstances(context, {
    ImageId: 'ami-00000000',
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
  });
  const InstanceId = Instances?.[0]?.InstanceId;
  const { AssociationId } = ec2Operations.AssociateAddress(context, { AllocationId, InstanceId });
  const described = () =>
    ec2Operations.DescribeAddresses(context, { Filters: [{ Name: 'tag:Name', Values: ['dns'] }] }).Addresses;
  expect(described()).toMatchObject([
    { AllocationId, AssociationId, InstanceId, PublicIp, PrivateIpAddress: '172.31.0.4', Domain: 'vpc' },
  ]);
  const { NetworkInterfaces } = ec2Operations.DescribeNetworkInterfaces(context, {
    Filters: [{ Name: 'association.public-ip', Values: [PublicIp ?? ''] }],
  });
  expect(NetworkInterfaces).toMatchObject([{ Association: { AllocationId, IpOwnerId: '000000000000' } }]);
  ec2Operations.DisassociateAddress(context, { AssociationId });
  ec2Operations.ReleaseAddress(context, { AllocationId });
  expect(described()).toEqual([]);
});

test('an address is named by its allocation or by itself', () => {
  const { context, region } = setUp();
  const { AllocationId, PublicIp } = ec2Operations.AllocateAddress(context, {});
  expect(() => ec2Operations.ReleaseAddress(context, { AllocationId, PublicIp })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterCombination' }),
  );
  expect(() => ec2Operations.ReleaseAddress(context, { PublicIp: '192.0.2.1' })).toThrowError(
    expect.objectContaining({ code: 'InvalidAddress.NotFound' }),
  );
  ec2Operations.ReleaseAddress(context, { PublicIp });
  expect(region.ec2.addresses.size).toBe(0);
});

test('tags are set, listed with their resources, and deleted', () => {
  const { context, SubnetId } = setUp();
  const describe = () =>
    ec2Operations.DescribeTags(context, { Filters: [{ Name: 'resource-type', Values: ['subnet'] }] }).Tags;
  ec2Operations.CreateTags(context, { Resources: [SubnetId], Tags: [{ Key: 'Name', Value: 'front' }] });
  expect(describe()).toEqual([{ Key: 'Name', Value: 'front', ResourceId: SubnetId, ResourceType: 'subnet' }]);
  ec2Operations.DeleteTags(context, { Resources: [SubnetId], Tags: [{ Key: 'Name' }] });
  expect(describe()).toEqual([]);
});
