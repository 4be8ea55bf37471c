import * as sdk from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { startLocalStackWorld } from '../emulator/localstack-world.fixture.ts';

// What LocalStack would do as it is told, and AWS refuses.

/** A VPC at LocalStack with everything that an NLB has around it, and the NLB. */
async function setUp() {
  const started = await startLocalStackWorld();
  const { ec2, elbv2 } = started;
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc!.VpcId!;
  const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/28' }));
  const SubnetId = Subnet!.SubnetId!;
  const { InternetGateway } = await ec2.send(new sdk.CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway!.InternetGatewayId!;
  await ec2.send(new sdk.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const group = { GroupName: 'edge', Description: 'edge', VpcId };
  const { GroupId = '' } = await ec2.send(new sdk.CreateSecurityGroupCommand(group));
  const { AllocationId = '' } = await ec2.send(new sdk.AllocateAddressCommand({ Domain: 'vpc' }));
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({
      ...{ Name: 'edge', Type: 'network', SecurityGroups: [GroupId] },
      SubnetMappings: [{ SubnetId, AllocationId }],
    }),
  );
  const { LoadBalancerArn } = LoadBalancers![0]!;
  const { NetworkInterfaces } = await ec2.send(new sdk.DescribeNetworkInterfacesCommand({}));
  const { NetworkInterfaceId, PrivateIpAddress, Association, Attachment } = NetworkInterfaces![0]!;
  return {
    ...{ started, ec2, VpcId, SubnetId, InternetGatewayId, GroupId, AllocationId },
    ...{ NetworkInterfaceId, PrivateIpAddress, AssociationId: Association?.AssociationId },
    AttachmentId: Attachment?.AttachmentId,
    deleteLoadBalancer: () => elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })),
  };
}

type Given = Awaited<ReturnType<typeof setUp>>;

test('what a load balancer stands on is deleted after it, and not before', async () => {
  const { ec2, started, deleteLoadBalancer, ...ids } = await setUp();
  const { VpcId, SubnetId, InternetGatewayId, GroupId, AllocationId } = ids;
  const deletions: [remove: () => Promise<unknown>, code: string, message: RegExp][] = [
    [
      () => ec2.send(new sdk.DeleteSubnetCommand({ SubnetId })),
      'DependencyViolation',
      /^The subnet '.*' has dependencies and cannot be deleted\.$/,
    ],
    [
      () => ec2.send(new sdk.DeleteSecurityGroupCommand({ GroupId })),
      'DependencyViolation',
      /^resource .* has a dependent object$/,
    ],
    [
      () => ec2.send(new sdk.DetachInternetGatewayCommand({ VpcId, InternetGatewayId })),
      'DependencyViolation',
      /^Network .* has some mapped public address\(es\)\./,
    ],
    [
      () => ec2.send(new sdk.DeleteVpcCommand({ VpcId })),
      'DependencyViolation',
      /^The vpc '.*' has dependencies and cannot be deleted\.$/,
    ],
    [
      () => ec2.send(new sdk.ReleaseAddressCommand({ AllocationId })),
      'InvalidIPAddress.InUse',
      /^Address .* is in use\.$/,
    ],
  ];
  for (const [remove, Code, message] of deletions)
    await expect(remove()).rejects.toMatchObject({ Code, message: expect.stringMatching(message) });
  await deleteLoadBalancer();
  for (const [remove] of deletions) await remove();
  expect(started.faults()).toEqual([]);
});

describe("a load balancer's interface belongs to it", () => {
  test.each<[string, (given: Given) => Promise<unknown>, string]>([
    [
      'nobody deletes it',
      ({ ec2, NetworkInterfaceId }) =>
        ec2.send(new sdk.DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
      'InvalidParameterValue',
    ],
    [
      'nobody detaches it',
      ({ ec2, AttachmentId }) => ec2.send(new sdk.DetachNetworkInterfaceCommand({ AttachmentId })),
      'AuthFailure',
    ],
    [
      'nobody sets its groups',
      async ({ ec2, NetworkInterfaceId, VpcId }) => {
        const group = { GroupName: 'other', Description: 'other', VpcId };
        const { GroupId = '' } = await ec2.send(new sdk.CreateSecurityGroupCommand(group));
        const setting = { NetworkInterfaceId, Groups: [GroupId] };
        await ec2.send(new sdk.ModifyNetworkInterfaceAttributeCommand(setting));
      },
      'AuthFailure',
    ],
    [
      'nobody takes its Elastic IP address away',
      ({ ec2, AssociationId }) => ec2.send(new sdk.DisassociateAddressCommand({ AssociationId })),
      'AuthFailure',
    ],
    [
      'no other interface gets its Elastic IP address',
      async ({ ec2, SubnetId, AllocationId }) => {
        const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
        const { NetworkInterfaceId } = NetworkInterface!;
        const association = { AllocationId, NetworkInterfaceId, AllowReassociation: true };
        await ec2.send(new sdk.AssociateAddressCommand(association));
      },
      'AuthFailure',
    ],
    [
      'no instance gets it',
      async ({ ec2, SubnetId, NetworkInterfaceId }) => {
        const InstanceId = await launch(ec2, { SubnetId });
        const attachment = { InstanceId, NetworkInterfaceId, DeviceIndex: 1 };
        await ec2.send(new sdk.AttachNetworkInterfaceCommand(attachment));
      },
      'InvalidNetworkInterface.InUse',
    ],
    [
      'no instance is launched with it',
      ({ ec2, NetworkInterfaceId }) =>
        ec2.send(
          new sdk.RunInstancesCommand({
            ...{ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 },
            NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId }],
          }),
        ),
      'InvalidNetworkInterface.InUse',
    ],
    [
      'no interface gets its address',
      ({ ec2, SubnetId, PrivateIpAddress }) =>
        ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress })),
      'InvalidIPAddress.InUse',
    ],
    [
      'no instance gets its address',
      ({ ec2, SubnetId, PrivateIpAddress }) => launch(ec2, { SubnetId, PrivateIpAddress }),
      'InvalidIPAddress.InUse',
    ],
  ])('%s', async (_what, act, Code) => {
    const given = await setUp();
    await expect(act(given)).rejects.toMatchObject({ Code });
    expect(given.started.faults()).toEqual([]);
  });
});

test('a subnet is filled with instances round the addresses of interfaces, and then full', async () => {
  const { ec2, started, SubnetId, PrivateIpAddress } = await setUp();
  await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress: '10.0.1.6' }));
  const command = new sdk.RunInstancesCommand({
    ...{ ImageId: 'ami-0123456789abcdef0', MinCount: 9, MaxCount: 9, SubnetId },
  });
  const { Instances = [] } = await ec2.send(command);
  const last = [4, 5, 7, 8, 9, 10, 11, 12, 13];
  expect(Instances.map((instance) => instance.PrivateIpAddress)).toEqual(
    last.map((part) => `10.0.1.${part}`),
  );
  expect(PrivateIpAddress).toBe('10.0.1.14');
  await expect(launch(ec2, { SubnetId })).rejects.toMatchObject({
    Code: 'InsufficientFreeAddressesInSubnet',
  });
  expect(started.faults()).toEqual([]);
});

test('a subnet is filled with interfaces that are made at once, and then full', async () => {
  const { ec2, started, SubnetId } = await setUp();
  const create = async () => {
    const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
    return NetworkInterface!.PrivateIpAddress!;
  };
  const addresses = await Promise.all(Array.from({ length: 10 }, create));
  expect(addresses.sort()).toEqual([10, 11, 12, 13, 4, 5, 6, 7, 8, 9].map((part) => `10.0.1.${part}`));
  await expect(create()).rejects.toMatchObject({ Code: 'InsufficientFreeAddressesInSubnet' });
  expect(started.faults()).toEqual([]);
});

test('an instance that has ended stays so, and its interface is gone', async () => {
  const { ec2, SubnetId } = await setUp();
  const InstanceId = await launch(ec2, { SubnetId });
  const InstanceIds = [InstanceId];
  await ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds }));
  for (const command of [
    new sdk.StartInstancesCommand({ InstanceIds }),
    new sdk.StopInstancesCommand({ InstanceIds }),
  ])
    await expect(ec2.send(command as sdk.StartInstancesCommand)).rejects.toMatchObject({
      Code: 'IncorrectInstanceState',
    });
  const { NetworkInterfaces = [] } = await ec2.send(new sdk.DescribeNetworkInterfacesCommand({}));
  expect(NetworkInterfaces.map(({ InterfaceType }) => InterfaceType)).toEqual(['network_load_balancer']);
});

test('the default group of a VPC is not deleted', async () => {
  const { ec2 } = await startLocalStackWorld();
  const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand({}));
  const { GroupId } = SecurityGroups!.find(({ GroupName }) => GroupName === 'default')!;
  await expect(ec2.send(new sdk.DeleteSecurityGroupCommand({ GroupId }))).rejects.toMatchObject({
    Code: 'CannotDelete',
  });
});

test("what LocalStack knows nothing of it is still LocalStack's to say", async () => {
  const { ec2 } = await startLocalStackWorld();
  await expect(
    ec2.send(new sdk.DeleteSubnetCommand({ SubnetId: 'subnet-0123456789abcdef0' })),
  ).rejects.toMatchObject({ Code: 'InvalidSubnetID.NotFound' });
});

async function launch(
  ec2: sdk.EC2Client,
  place: { readonly SubnetId: string; readonly PrivateIpAddress?: string | undefined },
): Promise<string> {
  const { Instances } = await ec2.send(
    new sdk.RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, ...place }),
  );
  return Instances![0]!.InstanceId!;
}
