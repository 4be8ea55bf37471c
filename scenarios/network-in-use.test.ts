import {
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

// A load balancer is in its subnets by network interfaces of its own, and EC2 treats them as such.

test('the subnet and the security group of a load balancer are not deleted under it', {
  rules: ['NLB-LB-13'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const { ec2 } = nlb.aws;
  const { subnetId: SubnetId } = nlb.zones[0]!;
  await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject({
    Code: 'DependencyViolation',
    message: `The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
  });
  const GroupId = nlb.loadBalancerSecurityGroupId!;
  await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId }))).rejects.toMatchObject({
    Code: 'DependencyViolation',
    message: `resource ${GroupId} has a dependent object`,
  });
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('EC2 shows the interfaces of a load balancer as its own, and nobody else deletes them', {
  rules: ['NLB-LB-13'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 2 });
  const { ec2 } = nlb.aws;
  const interfaces = await interfacesOf(nlb);
  expect(interfaces.map(({ SubnetId }) => SubnetId).sort()).toEqual(
    nlb.zones.map(({ subnetId }) => subnetId).sort(),
  );
  for (const { NetworkInterfaceId, ...shown } of interfaces) {
    expect(shown).toMatchObject({
      ...{ RequesterManaged: true, Status: 'in-use' },
      Groups: [{ GroupId: nlb.loadBalancerSecurityGroupId }],
    });
    await expect(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: `Network interface '${NetworkInterfaceId}' is currently in use.`,
    });
  }
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('no instance gets the address that a load balancer has', {
  rules: ['NLB-LB-07'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const { ec2, elbv2 } = nlb.aws;
  const { subnetId: SubnetId } = nlb.zones[0]!;
  const { imageId: ImageId } = await world.machineImage();
  const launch = async (PrivateIpAddress?: string) => {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, SubnetId, PrivateIpAddress },
      }),
    );
    return Instances![0]!.PrivateIpAddress!;
  };
  // Who gives addresses in turn would give this one next.
  const PrivateIPv4Address = next(await launch());
  await elbv2.send(
    new CreateLoadBalancerCommand({
      ...{ Name: `${nlb.name}-chosen`, Type: 'network', Scheme: 'internal' },
      SubnetMappings: [{ SubnetId, PrivateIPv4Address }],
    }),
  );
  const launched = [await launch(), await launch()];
  expect(launched).not.toContain(PrivateIPv4Address);
  expect(new Set(launched).size).toBe(2);
  await expect(launch(PrivateIPv4Address)).rejects.toMatchObject({
    Code: 'InvalidIPAddress.InUse',
    message: `Address ${PrivateIPv4Address} is in use.`,
  });
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

/** The interfaces of network load balancers in the deployment's VPC that are this one's. */
async function interfacesOf({ aws, vpcId, loadBalancerArn }: Deployment) {
  const { NetworkInterfaces = [] } = await aws.ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'interface-type', Values: ['network_load_balancer'] },
      ],
    }),
  );
  const description = `ELB ${loadBalancerArn.split(':loadbalancer/')[1]}`;
  return NetworkInterfaces.filter(({ Description }) => Description === description);
}

function next(address: string): string {
  const [first, second, third, fourth] = address.split('.').map(Number) as [number, number, number, number];
  return [first, second, third, fourth + 1].join('.');
}
