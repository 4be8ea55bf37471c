import type {
  CreateSubnetCommandInput,
  CreateSubnetCommandOutput,
  DeleteSubnetCommandInput,
  DeleteSubnetCommandOutput,
  DescribeSubnetsCommandInput,
  DescribeSubnetsCommandOutput,
  Subnet as SdkSubnet,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import { freeAddressCount } from '../../core/ec2/private-addresses.ts';
import type { Ec2State, Subnet } from '../../core/ec2/state.ts';
import * as core from '../../core/ec2/subnets.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, text } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const createSubnet: Ec2Operation<CreateSubnetCommandInput, CreateSubnetCommandOutput> = (
  context,
  input,
) => {
  if (input.Ipv6CidrBlock !== undefined || input.Ipv6Native)
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has subnets of IPv4 addresses only.');
  const subnet = core.createSubnet(context.region, {
    vpcId: required(input.VpcId, 'vpcId'),
    cidrBlock: required(input.CidrBlock, 'cidrBlock'),
    availabilityZone: input.AvailabilityZone,
    availabilityZoneId: input.AvailabilityZoneId,
    tags: specifiedTags(input.TagSpecifications, 'subnet'),
  });
  return { Subnet: toSdkSubnet(context, subnet) };
};

export const deleteSubnet: Ec2Operation<DeleteSubnetCommandInput, DeleteSubnetCommandOutput> = (
  { region },
  input,
) => {
  core.deleteSubnet(region.ec2, required(input.SubnetId, 'subnetId'));
  return {};
};

export const describeSubnets: Ec2Operation<DescribeSubnetsCommandInput, DescribeSubnetsCommandOutput> = (
  context,
  input,
) => {
  const subnets = requireResources(context.region.ec2.subnets, 'subnet', input.SubnetIds);
  const page = describe(subnets, input, filterFields(context));
  return { Subnets: page.items.map((subnet) => toSdkSubnet(context, subnet)), NextToken: page.nextToken };
};

function filterFields({ accountId, region }: OperationContext): FilterFields<Subnet> {
  const zoneName = (subnet: Subnet) => [subnet.availabilityZone];
  const zoneId = (subnet: Subnet) => [zoneIdOf(region.ec2, subnet)];
  const cidrBlock = (subnet: Subnet) => [subnet.cidrBlock];
  const defaultForAz = (subnet: Subnet) => [text(subnet.defaultForAz)];
  return {
    'subnet-id': (subnet) => [subnet.subnetId],
    'vpc-id': (subnet) => [subnet.vpcId],
    'availability-zone': zoneName,
    availabilityZone: zoneName,
    'availability-zone-id': zoneId,
    availabilityZoneId: zoneId,
    'cidr-block': cidrBlock,
    cidr: cidrBlock,
    cidrBlock,
    'default-for-az': defaultForAz,
    defaultForAz,
    'map-public-ip-on-launch': (subnet) => [text(subnet.mapPublicIpOnLaunch)],
    'available-ip-address-count': (subnet) => [text(freeAddressCount(region.ec2, subnet.subnetId))],
    'subnet-arn': (subnet) => [subnetArn(region.name, accountId, subnet)],
    state: () => ['available'],
    'owner-id': () => [accountId],
    'ipv6-native': () => ['false'],
    'private-dns-name-options-on-launch.hostname-type': (subnet) => [subnet.privateDnsHostnameType],
    'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': (subnet) => [
      text(subnet.enableResourceNameDnsARecord),
    ],
  };
}

/** A subnet as EC2 shows it. */
export function toSdkSubnet({ accountId, region }: OperationContext, subnet: Subnet): SdkSubnet {
  return {
    SubnetId: subnet.subnetId,
    SubnetArn: subnetArn(region.name, accountId, subnet),
    VpcId: subnet.vpcId,
    State: 'available',
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: zoneIdOf(region.ec2, subnet),
    AvailableIpAddressCount: freeAddressCount(region.ec2, subnet.subnetId),
    DefaultForAz: subnet.defaultForAz,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6Native: false,
    MapCustomerOwnedIpOnLaunch: false,
    Ipv6CidrBlockAssociationSet: [],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.privateDnsHostnameType,
      EnableResourceNameDnsARecord: subnet.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: false,
    },
    OwnerId: accountId,
    Tags: toSdkTags(subnet.tags),
  };
}

function subnetArn(region: string, accountId: string, { subnetId }: Subnet): string {
  return `arn:aws:ec2:${region}:${accountId}:subnet/${subnetId}`;
}

function zoneIdOf(state: Ec2State, subnet: Subnet): string | undefined {
  return state.availabilityZones.find(({ zoneName }) => zoneName === subnet.availabilityZone)?.zoneId;
}
