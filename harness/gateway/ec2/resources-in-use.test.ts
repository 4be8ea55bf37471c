import * as sdk from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { nextDeadline, tick } from '../../core/tick.ts';
import { type ServedRegionOptions, serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

/** A VPC of its own, with everything that an NLB has around it, and the NLB. */
async function setUp(options: ServedRegionOptions = {}) {
  const served = await serveRegion(options);
  const { ec2, elbv2 } = served;
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  const SubnetId = Subnet?.SubnetId ?? '';
  const { InternetGateway } = await ec2.send(new sdk.CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? '';
  await ec2.send(new sdk.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const { GroupId = '' } = await ec2.send(
    new sdk.CreateSecurityGroupCommand({ GroupName: 'edge', Description: 'edge', VpcId }),
  );
  const { AllocationId = '' } = await ec2.send(new sdk.AllocateAddressCommand({}));
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({
      Name: 'edge',
      Type: 'network',
      SubnetMappings: [{ SubnetId, AllocationId }],
      SecurityGroups: [GroupId],
    }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const deleteLoadBalancer = () => elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  const deletions = {
    subnet: () => ec2.send(new sdk.DeleteSubnetCommand({ SubnetId })),
    group: () => ec2.send(new sdk.DeleteSecurityGroupCommand({ GroupId })),
    gateway: () => ec2.send(new sdk.DetachInternetGatewayCommand({ VpcId, InternetGatewayId })),
    vpc: () => ec2.send(new sdk.DeleteVpcCommand({ VpcId })),
    address: () => ec2.send(new sdk.ReleaseAddressCommand({ AllocationId })),
  };
  return { served, VpcId, SubnetId, GroupId, deleteLoadBalancer, deletions };
}

test('what a load balancer stands on cannot be deleted before it', async () => {
  const { VpcId, SubnetId, GroupId, deleteLoadBalancer, deletions } = await setUp();
  expect(await refusalOf(deletions.subnet())).toBe(
    `DependencyViolation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
  );
  expect(await refusalOf(deletions.group())).toBe(
    `DependencyViolation: resource ${GroupId} has a dependent object`,
  );
  expect(await refusalOf(deletions.gateway())).toBe(
    `DependencyViolation: Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  );
  expect(await refusalOf(deletions.vpc())).toBe(
    `DependencyViolation: The vpc '${VpcId}' has dependencies and cannot be deleted.`,
  );
  expect(await refusalOf(deletions.address())).toMatch(/^InvalidIPAddress.InUse: /);
  await deleteLoadBalancer();
  for (const remove of Object.values(deletions)) await remove();
});

test('NLB-TM-07 as observed, the interfaces of a deleted load balancer hold their subnet and groups for 30 s', async () => {
  const { served, SubnetId, deleteLoadBalancer, deletions } = await setUp({ profile: 'observed' });
  const { region } = served;
  const lingering = async () => {
    const { NetworkInterfaces } = await served.ec2.send(
      new sdk.DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'subnet-id', Values: [SubnetId] }] }),
    );
    return NetworkInterfaces?.map(({ InterfaceType }) => InterfaceType);
  };
  await deleteLoadBalancer();
  expect(nextDeadline(region, served.now)).toBe(served.now + 30_000);
  served.now += 29_999;
  tick(region, served.now);
  expect(await lingering()).toEqual(['network_load_balancer']);
  expect(await refusalOf(deletions.subnet())).toMatch(/^DependencyViolation: /);
  expect(await refusalOf(deletions.group())).toMatch(/^DependencyViolation: /);
  served.now += 1;
  tick(region, served.now);
  expect(await lingering()).toEqual([]);
  for (const remove of Object.values(deletions)) await remove();
});

test("a load balancer's interface keeps its Elastic IP address, and gets no other", async () => {
  const { served, SubnetId } = await setUp();
  const { ec2 } = served;
  const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
  const { AllocationId: spare } = await ec2.send(new sdk.AllocateAddressCommand({}));
  const { Addresses = [] } = await ec2.send(new sdk.DescribeAddressesCommand({}));
  const { AllocationId, AssociationId, NetworkInterfaceId } = Addresses.find(
    (address) => address.AssociationId,
  )!;
  const denied = 'AuthFailure: You do not have permission to access the specified resource.';
  const associate = (association: object) =>
    refusalOf(ec2.send(new sdk.AssociateAddressCommand({ AllowReassociation: true, ...association })));
  const own = NetworkInterface?.NetworkInterfaceId;
  expect(await associate({ AllocationId, NetworkInterfaceId: own })).toBe(denied);
  expect(await associate({ AllocationId: spare, NetworkInterfaceId })).toBe(denied);
  expect(await refusalOf(ec2.send(new sdk.DisassociateAddressCommand({ AssociationId })))).toBe(denied);
});

test('an internet-facing load balancer needs an internet gateway in its VPC, an internal one none', async () => {
  const { ec2, elbv2, region } = await serveRegion();
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  const { AllocationId } = await ec2.send(new sdk.AllocateAddressCommand({}));
  const create = (Scheme: 'internal' | 'internet-facing', mapping: object) =>
    elbv2.send(
      new CreateLoadBalancerCommand({
        Name: 'edge',
        Type: 'network',
        Scheme,
        SubnetMappings: [{ SubnetId: Subnet?.SubnetId, ...mapping }],
      }),
    );
  await expect(create('internet-facing', { AllocationId })).rejects.toMatchObject({
    name: 'InvalidSubnetException',
    message: `VPC ${VpcId} has no internet gateway`,
  });
  expect(region.ec2.networkInterfaces.size).toBe(0);
  expect((await create('internal', {})).LoadBalancers).toHaveLength(1);
});

test('an Elastic IP address leads to an interface only through an internet gateway', async () => {
  const { ec2 } = await serveRegion();
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  const { NetworkInterface } = await ec2.send(
    new sdk.CreateNetworkInterfaceCommand({ SubnetId: Subnet?.SubnetId }),
  );
  const { AllocationId } = await ec2.send(new sdk.AllocateAddressCommand({}));
  const association = { AllocationId, NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId };
  expect(await refusalOf(ec2.send(new sdk.AssociateAddressCommand(association)))).toBe(
    `Gateway.NotAttached: Network ${VpcId} is not attached to any internet gateway`,
  );
});
