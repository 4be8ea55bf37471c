import type * as api from '@aws-sdk/client-ec2';
import type { InternetGateway } from '../../core/ec2/internet-gateways.ts';
import type { Subnet, Vpc } from '../../core/ec2/state.ts';
import { tagsOf } from './tags.ts';

/** A VPC. Of its attributes, which are calls of their own, the values that new VPCs have: no load balancer asks. */
export function vpcOf(vpc: api.Vpc): Vpc {
  const isDefault = vpc.IsDefault ?? false;
  const secondary = (vpc.CidrBlockAssociationSet ?? []).filter(
    ({ CidrBlock, CidrBlockState }) => CidrBlock !== vpc.CidrBlock && CidrBlockState?.State === 'associated',
  );
  return {
    vpcId: vpc.VpcId ?? '',
    cidrBlock: vpc.CidrBlock ?? '',
    secondaryCidrBlocks: new Map(
      secondary.map(({ AssociationId = '', CidrBlock = '' }) => [AssociationId, CidrBlock]),
    ),
    isDefault,
    enableDnsSupport: true,
    enableDnsHostnames: isDefault,
    enableNetworkAddressUsageMetrics: false,
    dhcpOptionsId: vpc.DhcpOptionsId ?? 'default',
    tags: tagsOf(vpc.Tags),
  };
}

export function subnetOf(subnet: api.Subnet): Subnet {
  return {
    subnetId: subnet.SubnetId ?? '',
    vpcId: subnet.VpcId ?? '',
    cidrBlock: subnet.CidrBlock ?? '',
    availabilityZone: subnet.AvailabilityZone ?? '',
    defaultForAz: subnet.DefaultForAz ?? false,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    privateDnsHostnameType: subnet.PrivateDnsNameOptionsOnLaunch?.HostnameType ?? 'ip-name',
    enableResourceNameDnsARecord: subnet.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsARecord ?? false,
    tags: tagsOf(subnet.Tags),
  };
}

export function internetGatewayOf(gateway: api.InternetGateway): InternetGateway {
  return {
    internetGatewayId: gateway.InternetGatewayId ?? '',
    vpcId: gateway.Attachments?.[0]?.VpcId,
    tags: tagsOf(gateway.Tags),
  };
}
