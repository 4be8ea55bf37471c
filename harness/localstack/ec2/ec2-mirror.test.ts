import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  ModifyInstanceAttributeCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { allocateAddress } from '../../core/ec2/addresses.ts';
import { tickInstances } from '../../core/ec2/instance-states.ts';
import { ruleKey } from '../../core/ec2/security-group-rule-spec.ts';
import type { Ec2State, SecurityGroup, SecurityGroupRule } from '../../core/ec2/state.ts';
import { createLoadBalancer } from '../../core/elbv2/create-load-balancer.ts';
import { deleteLoadBalancer } from '../../core/elbv2/delete-load-balancer.ts';
import { createElbv2State } from '../../core/elbv2/state.ts';
import { createRegion, type Region } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { type ServedRegion, serveRegion } from '../../gateway/served-region.fixture.ts';
import { Ec2Mirror } from './ec2-mirror.ts';

// The harness's own EC2 stands for LocalStack's: what the mirror then says can be held against what is true.
let served: ServedRegion;
let mirror: Ec2Mirror;

beforeEach(async () => {
  served = await serveRegion();
  mirror = await openMirror();
});

test('a Region is read when it is opened', () => {
  expect(withoutRuleIds(mirror.state)).toEqual(withoutRuleIds(served.region.ec2));
  expect(mirror.state.availabilityZones).toEqual(served.region.ec2.availabilityZones);
});

test('a default VPC without a way to the Internet, and default groups without their rule, get them', async () => {
  const { region, ec2 } = served;
  const [vpc] = region.ec2.vpcs.values();
  const [group] = region.ec2.securityGroups.values();
  region.ec2.internetGateways.clear();
  for (const routeTable of region.ec2.routeTables.values()) routeTable.routes.clear();
  for (const { isEgress, securityGroupRuleId } of [...group!.rules.values()])
    if (!isEgress) group!.rules.delete(securityGroupRuleId);

  const opened = await openMirror();
  expect([...opened.state.internetGateways.values()]).toMatchObject([{ vpcId: vpc!.vpcId }]);
  const [routeTable] = region.ec2.routeTables.values();
  expect([...routeTable!.routes.values()]).toMatchObject([
    { target: { kind: 'internet-gateway', id: [...region.ec2.internetGateways.keys()][0] } },
  ]);
  const ingress = () =>
    [...opened.state.securityGroups.values()]
      .filter(({ groupName }) => groupName === 'default')
      .map(({ groupId, rules }) => [groupId, [...rules.values()].filter(({ isEgress }) => !isEgress)]);
  expect(ingress()).toMatchObject([[group!.groupId, [{ peer: { groupId: group!.groupId } }]]]);

  // Who takes the rule away later means it.
  const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group!.groupId }] }];
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: group!.groupId, IpPermissions }));
  await refresh(opened);
  expect(ingress()).toEqual([[group!.groupId, []]]);
});

test('VPCs, subnets, groups, interfaces and Elastic IP addresses follow', async () => {
  const { ec2, region } = served;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { VpcId } = Vpc!;
  const subnet = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1b' }),
  );
  const group = { Description: 'd', VpcId };
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'one', ...group }));
  const { GroupId: other } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'two', ...group }));
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        {
          ...{ IpProtocol: 'udp', FromPort: 53, ToPort: 54 },
          IpRanges: [{ CidrIp: '198.51.100.0/24', Description: 'documentation' }, { CidrIp: '0.0.0.0/0' }],
          UserIdGroupPairs: [{ GroupId: other }],
        },
        { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ],
    }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '47', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
    }),
  );
  await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: subnet.Subnet!.SubnetId,
      Groups: [GroupId!],
      Description: 'mine',
    }),
  );
  const [{ subnetId: SubnetId } = { subnetId: '' }] = region.ec2.subnets.values();
  const { NetworkInterface: outside } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  await ec2.send(
    new AssociateAddressCommand({ AllocationId, NetworkInterfaceId: outside!.NetworkInterfaceId }),
  );
  expect(await refresh()).toEqual([]);
  expect(withoutRuleIds(mirror.state)).toEqual(withoutRuleIds(region.ec2));
  expect(mirror.state.securityGroups.get(GroupId!)!.rules.size).toBe(6);
});

test('only what an operation can have changed is read', async () => {
  const { region, ec2 } = served;
  await createGroup('one');
  const [{ subnetId: SubnetId } = { subnetId: '' }] = region.ec2.subnets.values();
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const sizes = () => [mirror.state.securityGroups.size, mirror.state.networkInterfaces.size];
  await mirror.refresh();
  expect(sizes()).toEqual([1, 0]);
  mirror.noteChange('CreateSecurityGroup');
  await mirror.refresh();
  expect(sizes()).toEqual([2, 0]);
  mirror.noteQuestion('RegisterTargets');
  await mirror.refresh();
  expect(sizes()).toEqual([2, 1]);
});

test('instances follow, and what becomes of them is told', async () => {
  const { ec2, region } = served;
  const [{ subnetId: SubnetId } = { subnetId: '' }] = region.ec2.subnets.values();
  const { Instances: [launched] = [] } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, SubnetId },
      UserData: Buffer.from('#!/bin/sh\necho Grüße\n').toString('base64'),
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'dns' }] }],
    }),
  );
  const instanceId = launched!.InstanceId!;
  const follow = async () => {
    served.now += 60_000;
    tickInstances(region.ec2, served.now);
    const changes = await refresh();
    return changes.map(({ previousState, currentState }) => `${previousState} → ${currentState}`);
  };

  expect(await follow()).toEqual(['pending → running']);
  const mirrored = mirror.state.instances.get(instanceId);
  const { transitionAt, clientToken, rootVolume, settings, ...told } = region.ec2.instances.get(instanceId)!;
  expect(mirrored).toMatchObject({ ...told, launchedAt: expect.any(Number) });
  expect(mirrored).toMatchObject({ userData: '#!/bin/sh\necho Grüße\n', transitionAt: undefined });
  expect(await follow()).toEqual([]);

  await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  expect(await follow()).toEqual(['running → stopped']);
  await ec2.send(
    new ModifyInstanceAttributeCommand({ InstanceId: instanceId, UserData: { Value: Buffer.from('new') } }),
  );
  mirror.noteChange('ModifyInstanceAttribute');
  expect(await follow()).toEqual([]);
  expect(mirror.state.instances.get(instanceId)?.userData).toBe('new');

  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  expect(await follow()).toEqual(['stopped → terminated']);
  expect(mirror.state.networkInterfaces.size).toBe(0);
});

test("a load balancer's interfaces are made at LocalStack, and go from there with it", async () => {
  const region = regionOf(mirror);
  const loadBalancer = balance(region);
  await mirror.writeThrough();
  const written = await interfacesAtLocalStack();
  expect(written.map(({ PrivateIpAddress, Description }) => `${PrivateIpAddress} ${Description}`)).toEqual(
    loadBalancer.zones.map(
      ({ privateIpv4Address }) => `${privateIpv4Address} ELB ${pathOf(loadBalancer.arn)}`,
    ),
  );
  expect(written.map(({ PrivateIpAddress }) => PrivateIpAddress)).toEqual([
    '172.31.15.254',
    '172.31.31.254',
    '172.31.47.254',
  ]);

  await refresh();
  expect(mirror.state.networkInterfaces.size).toBe(3);
  expect(mirror.conflicts()).toEqual([]);
  await mirror.writeThrough();
  expect(await interfacesAtLocalStack()).toEqual(written);

  deleteLoadBalancer(region, loadBalancer.arn, 0);
  await mirror.writeThrough();
  await refresh();
  expect([await interfacesAtLocalStack(), mirror.state.networkInterfaces.size]).toEqual([[], 0]);
});

test('an Elastic IP address leads to the load balancer at LocalStack too, and is free again after it', async () => {
  const [allocated] = [allocateAddress(served.region, new Map()), allocateAddress(served.region, new Map())];
  await refresh();
  const region = regionOf(mirror);
  const [subnetId = ''] = region.ec2.subnets.keys();
  const { allocationId } = allocated;
  const loadBalancer = balance(region, [{ subnetId, allocationId }]);
  await mirror.writeThrough();
  const [{ Association } = { Association: undefined }] = await interfacesAtLocalStack();
  expect(Association).toMatchObject({ AllocationId: allocationId, PublicIp: allocated.publicIp });
  await refresh();
  const [{ networkInterfaceId }] = loadBalancer.zones as [(typeof loadBalancer.zones)[0]];
  expect(mirror.state.addresses.get(allocationId)).toMatchObject({ networkInterfaceId });

  deleteLoadBalancer(region, loadBalancer.arn, 0);
  // LocalStack still says that the address is in use.
  await refresh();
  expect(mirror.state.addresses.get(allocationId)?.associationId).toBeUndefined();
  await mirror.writeThrough();
  expect(served.region.ec2.addresses.get(allocationId)?.associationId).toBeUndefined();
});

test('another set of security groups is put on the interfaces at LocalStack', async () => {
  const region = regionOf(mirror);
  const [group, other] = await Promise.all([createGroup('one'), createGroup('two')]);
  await refresh();
  const loadBalancer = balance(region, undefined, [group]);
  await mirror.writeThrough();
  for (const { networkInterfaceId } of loadBalancer.zones)
    region.ec2.networkInterfaces.get(networkInterfaceId)!.securityGroupIds = [group, other];
  await mirror.writeThrough();
  const groups = (await interfacesAtLocalStack()).map(({ Groups = [] }) =>
    Groups.map(({ GroupId }) => GroupId),
  );
  expect(groups.map((ids) => ids.sort())).toEqual(loadBalancer.zones.map(() => [group, other].sort()));
});

test('an interface that somebody deletes at LocalStack is made again', async () => {
  balance(regionOf(mirror));
  await mirror.writeThrough();
  const [{ NetworkInterfaceId, PrivateIpAddress } = {}] = await interfacesAtLocalStack();
  await served.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  await refresh();
  expect(mirror.state.networkInterfaces.size).toBe(3);
  await mirror.writeThrough();
  const addresses = (await interfacesAtLocalStack()).map(({ PrivateIpAddress }) => PrivateIpAddress);
  expect(addresses).toHaveLength(3);
  expect(addresses).toContain(PrivateIpAddress);
});

test('what an interrupted world left of its load balancers is removed when the Region is opened', async () => {
  balance(regionOf(mirror));
  await mirror.writeThrough();
  expect((await openMirror()).state.networkInterfaces.size).toBe(0);
  expect(await interfacesAtLocalStack()).toEqual([]);
});

test('a load balancer that is made while LocalStack is being read keeps its interfaces', async () => {
  const reading = refresh();
  const { zones } = balance(regionOf(mirror));
  await reading;
  expect([...mirror.state.networkInterfaces.keys()].sort()).toEqual(
    zones.map(({ networkInterfaceId }) => networkInterfaceId).sort(),
  );
});

test('an address that two interfaces have is told of', async () => {
  const { zones } = balance(regionOf(mirror));
  const [{ networkInterfaceId, privateIpv4Address, subnetId }] = zones as [(typeof zones)[0]];
  const { vpcId } = mirror.state.subnets.get(subnetId)!;
  const template = mirror.state.networkInterfaces.get(networkInterfaceId)!;
  mirror.state.networkInterfaces.set('eni-2', {
    ...template,
    networkInterfaceId: 'eni-2',
    attachedInstanceId: 'i-2',
  });
  expect(mirror.conflicts()).toEqual([
    `LocalStack gave the address ${privateIpv4Address} of ${vpcId} to both ${template.description} and i-2`,
  ]);
});

test('an EC2 that refuses what the harness asks is lost, with its reason', async () => {
  await expect(
    Ec2Mirror.open({ endpoint: served.endpoint, region: 'nowhere', accountId: '123456789012' }),
  ).rejects.toMatchObject({
    code: 'HARNESS_LOCALSTACK_LOST',
    message: expect.stringMatching(/its EC2 refuses what the harness asks \(.*'nowhere' is none/),
  });
});

async function openMirror(): Promise<Ec2Mirror> {
  const opened = await Ec2Mirror.open({
    endpoint: served.endpoint,
    region: 'us-east-1',
    accountId: '123456789012',
  });
  onTestFinished(() => opened.close());
  return opened;
}

/** Reads everything again. */
function refresh(opened = mirror) {
  opened.noteChange('AnyOperation');
  return opened.refresh();
}

/** A Region whose EC2 is the mirror's. */
function regionOf({ state }: Ec2Mirror): Region {
  return {
    ...createRegion('us-east-1', { seed: 2, timings: TIMINGS.documented, ec2: state }),
    elbv2: createElbv2State(),
  };
}

function balance(
  region: Region,
  mappings: readonly { subnetId: string; allocationId?: string }[] = [...region.ec2.subnets.keys()].map(
    (subnetId) => ({ subnetId }),
  ),
  securityGroupIds: readonly string[] = [],
) {
  return createLoadBalancer(
    region,
    {
      ...{
        name: 'lb',
        type: 'network',
        scheme: undefined,
        ipAddressType: undefined,
        tags: [],
        securityGroupIds,
      },
      ...{ enablePrefixForIpv6SourceNat: undefined, subnets: undefined },
      subnetMappings: mappings.map((mapping) => ({
        ...{ allocationId: undefined, privateIpv4Address: undefined, ipv6Address: undefined },
        ...mapping,
      })),
    },
    0,
  );
}

async function createGroup(GroupName: string): Promise<string> {
  const [VpcId] = served.region.ec2.vpcs.keys();
  const { GroupId } = await served.ec2.send(
    new CreateSecurityGroupCommand({ GroupName, Description: 'd', VpcId }),
  );
  return GroupId!;
}

async function interfacesAtLocalStack() {
  const { NetworkInterfaces = [] } = await served.ec2.send(new DescribeNetworkInterfacesCommand({}));
  return NetworkInterfaces.sort((one, other) => (one.PrivateIpAddress! < other.PrivateIpAddress! ? -1 : 1));
}

function keyOf(rule: Omit<SecurityGroupRule, 'securityGroupRuleId'>): string {
  return `${rule.isEgress} ${ruleKey(rule)}`;
}

function pathOf(arn: string): string {
  return arn.split('loadbalancer/')[1]!;
}

/** What the mirror copies, comparable: rules have no ids in it. */
function withoutRuleIds({
  vpcs,
  subnets,
  securityGroups,
  networkInterfaces,
  addresses,
  internetGateways,
}: Ec2State) {
  const contents = ({ rules, ...group }: SecurityGroup) => ({
    ...group,
    rules: new Map([...rules.values()].map(({ securityGroupRuleId, ...rule }) => [keyOf(rule), rule])),
  });
  return {
    ...{ vpcs, subnets, networkInterfaces, addresses, internetGateways },
    securityGroups: [...securityGroups.values()].map(contents),
  };
}
