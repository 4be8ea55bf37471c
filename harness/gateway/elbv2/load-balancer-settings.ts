import type {
  DescribeLoadBalancerAttributesCommandInput,
  DescribeLoadBalancerAttributesCommandOutput,
  ModifyLoadBalancerAttributesCommandInput,
  ModifyLoadBalancerAttributesCommandOutput,
  SetIpAddressTypeCommandInput,
  SetIpAddressTypeCommandOutput,
  SetSecurityGroupsCommandInput,
  SetSecurityGroupsCommandOutput,
  SetSubnetsCommandInput,
  SetSubnetsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as ipAddressTypes from '../../core/elbv2/ip-address-types.ts';
import * as attributes from '../../core/elbv2/load-balancer-attributes.ts';
import { getLoadBalancer } from '../../core/elbv2/lookup.ts';
import * as securityGroups from '../../core/elbv2/security-groups-setting.ts';
import * as subnets from '../../core/elbv2/set-subnets.ts';
import { attributeSettings, attributeShapes } from './attribute-shape.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { availabilityZoneShapes, subnetMappings } from './load-balancer-shape.ts';

export const describeLoadBalancerAttributes: Elbv2Operation<
  DescribeLoadBalancerAttributesCommandInput,
  DescribeLoadBalancerAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    getLoadBalancer(region, requireMember(input.LoadBalancerArn, 'loadBalancerArn')).attributes,
  ),
});

export const modifyLoadBalancerAttributes: Elbv2Operation<
  ModifyLoadBalancerAttributesCommandInput,
  ModifyLoadBalancerAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    attributes.modifyLoadBalancerAttributes(
      region,
      requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
      attributeSettings(input.Attributes),
    ),
  ),
});

export const setSecurityGroups: Elbv2Operation<
  SetSecurityGroupsCommandInput,
  SetSecurityGroupsCommandOutput
> = ({ region }, input) => {
  const loadBalancer = securityGroups.setSecurityGroups(region, {
    loadBalancerArn: requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
    securityGroupIds: requireMember(input.SecurityGroups, 'securityGroups'),
    enforceInboundRulesOnPrivateLinkTraffic: input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
  });
  const enforce = loadBalancer.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  return {
    SecurityGroupIds: [...loadBalancer.securityGroupIds],
    ...(enforce && { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforce }),
  };
};

export const setSubnets: Elbv2Operation<SetSubnetsCommandInput, SetSubnetsCommandOutput> = (
  { region, now },
  input,
) => {
  const loadBalancer = subnets.setSubnets(
    region,
    {
      loadBalancerArn: requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
      subnets: input.Subnets,
      subnetMappings: subnetMappings(input.SubnetMappings),
      ipAddressType: input.IpAddressType,
      enablePrefixForIpv6SourceNat: input.EnablePrefixForIpv6SourceNat,
    },
    now,
  );
  return {
    AvailabilityZones: availabilityZoneShapes(loadBalancer.zones),
    IpAddressType: loadBalancer.ipAddressType,
  };
};

export const setIpAddressType: Elbv2Operation<SetIpAddressTypeCommandInput, SetIpAddressTypeCommandOutput> = (
  { region },
  input,
) => {
  const loadBalancer = ipAddressTypes.setIpAddressType(
    region,
    requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
    requireMember(input.IpAddressType, 'ipAddressType'),
  );
  return { IpAddressType: loadBalancer.ipAddressType };
};
