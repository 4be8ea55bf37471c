import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

/*
 * The requests that Terraform's AWS provider makes for each of its network resources, in its order: create, read
 * what was created, update, delete, and read until the error says that it is gone. Instances and security groups
 * are in the files beside this one.
 */

async function createVpc(ec2: sdk.EC2Client, name = 'edge'): Promise<string> {
  const { Vpc } = await ec2.send(
    new sdk.CreateVpcCommand({
      CidrBlock: '10.0.0.0/16',
      InstanceTenancy: 'default',
      AmazonProvidedIpv6CidrBlock: false,
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: name }] }],
    }),
  );
  return Vpc?.VpcId ?? '';
}

async function createSubnet(ec2: sdk.EC2Client, VpcId: string, CidrBlock = '10.0.1.0/24'): Promise<string> {
  const { Subnet } = await ec2.send(
    new sdk.CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: 'us-east-1a' }),
  );
  return Subnet?.SubnetId ?? '';
}

function inVpc(VpcId: string, ...others: sdk.Filter[]): { Filters: sdk.Filter[] } {
  return { Filters: [{ Name: 'vpc-id', Values: [VpcId] }, ...others] };
}

test('aws_vpc is created, read with its parts, updated and deleted', async () => {
  const { ec2 } = await serveRegion();
  const VpcId = await createVpc(ec2);
  const { Vpcs } = await ec2.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }));
  expect(Vpcs).toMatchObject([{ State: 'available', CidrBlock: '10.0.0.0/16', InstanceTenancy: 'default' }]);
  await ec2.send(new sdk.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  await ec2.send(
    new sdk.ModifyVpcAttributeCommand({ VpcId, EnableNetworkAddressUsageMetrics: { Value: true } }),
  );
  const attribute = (Attribute: sdk.VpcAttributeName) =>
    ec2.send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute }));
  expect((await attribute('enableDnsHostnames')).EnableDnsHostnames).toEqual({ Value: true });
  expect((await attribute('enableDnsSupport')).EnableDnsSupport).toEqual({ Value: true });
  expect((await attribute('enableNetworkAddressUsageMetrics')).EnableNetworkAddressUsageMetrics).toEqual({
    Value: true,
  });
  const acls = await ec2.send(
    new sdk.DescribeNetworkAclsCommand(inVpc(VpcId, { Name: 'default', Values: ['true'] })),
  );
  expect(acls.NetworkAcls).toMatchObject([{ IsDefault: true, VpcId, Associations: [] }]);
  expect(acls.NetworkAcls?.[0]?.Entries).toHaveLength(4);
  const tables = await ec2.send(
    new sdk.DescribeRouteTablesCommand(inVpc(VpcId, { Name: 'association.main', Values: ['true'] })),
  );
  expect(tables.RouteTables).toMatchObject([
    {
      Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
      Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
    },
  ]);
  const groups = await ec2.send(
    new sdk.DescribeSecurityGroupsCommand(inVpc(VpcId, { Name: 'group-name', Values: ['default'] })),
  );
  expect(groups.SecurityGroups).toHaveLength(1);
  const { DhcpOptions } = await ec2.send(
    new sdk.DescribeDhcpOptionsCommand({ DhcpOptionsIds: [Vpcs?.[0]?.DhcpOptionsId ?? ''] }),
  );
  expect(DhcpOptions?.[0]?.DhcpConfigurations).toEqual([
    { Key: 'domain-name', Values: [{ Value: 'ec2.internal' }] },
    { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
  ]);
  await ec2.send(new sdk.DeleteVpcCommand({ VpcId }));
  expect(await refusalOf(ec2.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] })))).toBe(
    `InvalidVpcID.NotFound: The vpc ID '${VpcId}' does not exist`,
  );
  expect((await ec2.send(new sdk.DescribeRouteTablesCommand(inVpc(VpcId)))).RouteTables).toEqual([]);
  expect((await ec2.send(new sdk.DescribeNetworkAclsCommand(inVpc(VpcId)))).NetworkAcls).toEqual([]);
});

test('aws_vpc_ipv4_cidr_block_association gives subnets another block until none lies in it', async () => {
  const { ec2 } = await serveRegion();
  const VpcId = await createVpc(ec2);
  const { CidrBlockAssociation } = await ec2.send(
    new sdk.AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: '10.1.0.0/16' }),
  );
  const { AssociationId = '' } = CidrBlockAssociation ?? {};
  const { Vpcs } = await ec2.send(
    new sdk.DescribeVpcsCommand({
      Filters: [{ Name: 'cidr-block-association.association-id', Values: [AssociationId] }],
    }),
  );
  expect(Vpcs?.[0]?.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock)).toEqual([
    '10.0.0.0/16',
    '10.1.0.0/16',
  ]);
  const SubnetId = await createSubnet(ec2, VpcId, '10.1.2.0/24');
  const disassociate = () => ec2.send(new sdk.DisassociateVpcCidrBlockCommand({ AssociationId }));
  expect(await refusalOf(disassociate())).toMatch(/^DependencyViolation: /);
  await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  expect((await disassociate()).VpcId).toBe(VpcId);
  expect(await refusalOf(disassociate())).toBe(
    `InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID '${AssociationId}' does not exist`,
  );
});

test('aws_subnet is created, each of its attributes set on its own, and deleted', async () => {
  const { ec2 } = await serveRegion();
  const SubnetId = await createSubnet(ec2, await createVpc(ec2));
  const modify = (attributes: Partial<sdk.ModifySubnetAttributeCommandInput>) =>
    ec2.send(new sdk.ModifySubnetAttributeCommand({ SubnetId, ...attributes }));
  await modify({ MapPublicIpOnLaunch: { Value: true } });
  await modify({ EnableResourceNameDnsARecordOnLaunch: { Value: true } });
  await modify({ PrivateDnsHostnameTypeOnLaunch: 'resource-name' });
  await modify({ EnableDns64: { Value: false } });
  expect(await refusalOf(modify({ EnableDns64: { Value: true } }))).toMatch(/^UnsupportedOperation: /);
  const describe = () => ec2.send(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
  expect((await describe()).Subnets).toMatchObject([
    {
      State: 'available',
      MapPublicIpOnLaunch: true,
      EnableDns64: false,
      PrivateDnsNameOptionsOnLaunch: { HostnameType: 'resource-name', EnableResourceNameDnsARecord: true },
    },
  ]);
  await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  expect(await refusalOf(describe())).toBe(
    `InvalidSubnetID.NotFound: The subnet ID '${SubnetId}' does not exist`,
  );
});

test('aws_internet_gateway is created, attached, detached and deleted', async () => {
  const { ec2 } = await serveRegion();
  const VpcId = await createVpc(ec2);
  const { InternetGateway } = await ec2.send(
    new sdk.CreateInternetGatewayCommand({
      TagSpecifications: [{ ResourceType: 'internet-gateway', Tags: [{ Key: 'Name', Value: 'edge' }] }],
    }),
  );
  const { InternetGatewayId = '' } = InternetGateway ?? {};
  const attachment = { InternetGatewayId, VpcId };
  await ec2.send(new sdk.AttachInternetGatewayCommand(attachment));
  const describe = (Filters: sdk.Filter[]) => ec2.send(new sdk.DescribeInternetGatewaysCommand({ Filters }));
  expect((await describe([{ Name: 'attachment.vpc-id', Values: [VpcId] }])).InternetGateways).toEqual([
    {
      InternetGatewayId,
      OwnerId: '000000000000',
      Attachments: [{ State: 'available', VpcId }],
      Tags: [{ Key: 'Name', Value: 'edge' }],
    },
  ]);
  expect(await refusalOf(ec2.send(new sdk.AttachInternetGatewayCommand(attachment)))).toBe(
    `Resource.AlreadyAssociated: resource ${InternetGatewayId} is already attached to network ${VpcId}`,
  );
  expect(await refusalOf(ec2.send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId })))).toBe(
    `DependencyViolation: The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
  );
  expect(await refusalOf(ec2.send(new sdk.DeleteVpcCommand({ VpcId })))).toBe(
    `DependencyViolation: The vpc '${VpcId}' has dependencies and cannot be deleted.`,
  );
  await ec2.send(new sdk.DetachInternetGatewayCommand(attachment));
  expect(await refusalOf(ec2.send(new sdk.DetachInternetGatewayCommand(attachment)))).toBe(
    `Gateway.NotAttached: resource ${InternetGatewayId} is not attached to network ${VpcId}`,
  );
  await ec2.send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }));
  const gone = ec2.send(new sdk.DescribeInternetGatewaysCommand({ InternetGatewayIds: [InternetGatewayId] }));
  expect(await refusalOf(gone)).toBe(
    `InvalidInternetGatewayID.NotFound: The internetGateway ID '${InternetGatewayId}' does not exist`,
  );
  await ec2.send(new sdk.DeleteVpcCommand({ VpcId }));
});

test('aws_eip is allocated, read with its attributes and released', async () => {
  const { ec2 } = await serveRegion();
  const { AllocationId = '', PublicIp } = await ec2.send(new sdk.AllocateAddressCommand({ Domain: 'vpc' }));
  const AllocationIds = [AllocationId];
  const { Addresses } = await ec2.send(new sdk.DescribeAddressesCommand({ AllocationIds }));
  expect(Addresses).toMatchObject([
    { AllocationId, PublicIp, Domain: 'vpc', NetworkBorderGroup: 'us-east-1' },
  ]);
  const attributes = await ec2.send(
    new sdk.DescribeAddressesAttributeCommand({ AllocationIds, Attribute: 'domain-name' }),
  );
  expect(attributes.Addresses).toEqual([{ AllocationId, PublicIp }]);
  await ec2.send(new sdk.ReleaseAddressCommand({ AllocationId }));
  expect(await refusalOf(ec2.send(new sdk.DescribeAddressesCommand({ AllocationIds })))).toBe(
    `InvalidAllocationID.NotFound: The allocation ID '${AllocationId}' does not exist`,
  );
});

test('aws_default_vpc and aws_default_subnet come back after they were deleted', async () => {
  const { ec2, region } = await serveRegion();
  const [VpcId = ''] = region.ec2.vpcs.keys();
  expect(await refusalOf(ec2.send(new sdk.CreateDefaultVpcCommand({})))).toBe(
    'DefaultVpcAlreadyExists: A Default VPC already exists for this account in this region.',
  );
  const [InternetGatewayId = ''] = region.ec2.internetGateways.keys();
  await ec2.send(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  const [SubnetId = ''] = region.ec2.subnets.keys();
  await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  const again = () => ec2.send(new sdk.CreateDefaultSubnetCommand({ AvailabilityZone: 'us-east-1a' }));
  expect((await again()).Subnet).toMatchObject({ CidrBlock: '172.31.0.0/20', DefaultForAz: true });
  expect(await refusalOf(again())).toMatch(/^DefaultSubnetAlreadyExistsInAvailabilityZone: /);
  for (const subnetId of [...region.ec2.subnets.keys()])
    await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId: subnetId }));
  await ec2.send(new sdk.DeleteVpcCommand({ VpcId }));
  const { Vpc } = await ec2.send(new sdk.CreateDefaultVpcCommand({}));
  expect(Vpc).toMatchObject({ IsDefault: true, CidrBlock: '172.31.0.0/16' });
  const { Subnets } = await ec2.send(new sdk.DescribeSubnetsCommand(inVpc(Vpc?.VpcId ?? '')));
  expect(Subnets).toHaveLength(3);
});

test('the data sources find the default VPC, its subnets, the zones and the newest images', async () => {
  const { ec2 } = await serveRegion();
  const { Vpcs } = await ec2.send(
    new sdk.DescribeVpcsCommand({ Filters: [{ Name: 'isDefault', Values: ['true'] }] }),
  );
  const { Subnets } = await ec2.send(
    new sdk.DescribeSubnetsCommand(
      inVpc(Vpcs?.[0]?.VpcId ?? '', { Name: 'default-for-az', Values: ['true'] }),
    ),
  );
  expect(Subnets?.map(({ CidrBlock }) => CidrBlock)).toEqual([
    '172.31.0.0/20',
    '172.31.16.0/20',
    '172.31.32.0/20',
  ]);
  const { AvailabilityZones } = await ec2.send(
    new sdk.DescribeAvailabilityZonesCommand({
      Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required'] }],
    }),
  );
  expect(AvailabilityZones).toHaveLength(3);
  const named = (owner: string, pattern: string) =>
    ec2.send(
      new sdk.DescribeImagesCommand({
        Owners: [owner],
        Filters: [
          { Name: 'name', Values: [pattern] },
          { Name: 'architecture', Values: ['x86_64'] },
        ],
      }),
    );
  const amazon = await named('amazon', 'al2023-ami-2023.*-x86_64');
  expect(amazon.Images).toMatchObject([{ RootDeviceName: '/dev/xvda', OwnerId: '137112412989' }]);
  const canonical = await named(
    '099720109477',
    'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*',
  );
  expect(canonical.Images).toMatchObject([{ RootDeviceName: '/dev/sda1' }]);
});
