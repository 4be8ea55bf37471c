import type {
  CreateLoadBalancerCommandInput,
  CreateLoadBalancerCommandOutput,
  DeleteLoadBalancerCommandInput,
  DeleteLoadBalancerCommandOutput,
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkArn } from '../../core/elbv2/arns.ts';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as creation from '../../core/elbv2/create-load-balancer.ts';
import * as deletion from '../../core/elbv2/delete-load-balancer.ts';
import { loadBalancerNotFound } from '../../core/elbv2/lookup.ts';
import type { LoadBalancer } from '../../core/elbv2/state.ts';
import type { Region } from '../../core/region.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { checkExclusive, isGiven, selectByKey } from './filters.ts';
import { loadBalancerShape, subnetMappings } from './load-balancer-shape.ts';
import { pageOf } from './page.ts';
import { refuseGiven } from './refuse-given.ts';
import { tagSettings } from './tag-shape.ts';

export const createLoadBalancer: Elbv2Operation<
  CreateLoadBalancerCommandInput,
  CreateLoadBalancerCommandOutput
> = ({ region, now }, input) => {
  refuseGiven({ CustomerOwnedIpv4Pool: input.CustomerOwnedIpv4Pool, IpamPools: input.IpamPools });
  const loadBalancer = creation.createLoadBalancer(
    region,
    {
      name: requireMember(input.Name, 'name'),
      type: input.Type,
      scheme: input.Scheme,
      subnets: input.Subnets,
      subnetMappings: subnetMappings(input.SubnetMappings),
      securityGroupIds: input.SecurityGroups ?? [],
      ipAddressType: input.IpAddressType,
      enablePrefixForIpv6SourceNat: input.EnablePrefixForIpv6SourceNat,
      tags: tagSettings(input.Tags),
    },
    now,
  );
  return { LoadBalancers: [loadBalancerShape(loadBalancer)] };
};

export const deleteLoadBalancer: Elbv2Operation<
  DeleteLoadBalancerCommandInput,
  DeleteLoadBalancerCommandOutput
> = ({ region, now }, input) => {
  deletion.deleteLoadBalancer(region, requireMember(input.LoadBalancerArn, 'loadBalancerArn'), now);
  return {};
};

export const describeLoadBalancers: Elbv2Operation<
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput
> = ({ region }, input) => {
  const page = pageOf(selected(region, input), ({ arn }) => arn, input);
  return { LoadBalancers: page.items.map(loadBalancerShape), NextMarker: page.nextMarker };
};

function selected(region: Region, input: DescribeLoadBalancersCommandInput): LoadBalancer[] {
  const { LoadBalancerArns: arns, Names: names } = input;
  checkExclusive({ 'Load balancer ARNs': arns, names });
  for (const arn of arns ?? []) checkArn(arn, 'loadbalancer');
  const all = region.elbv2.loadBalancers.values();
  if (isGiven(arns)) return selectByKey(all, ({ arn }) => arn, arns ?? [], loadBalancerNotFound);
  if (isGiven(names)) return selectByKey(all, ({ name }) => name, names ?? [], loadBalancerNotFound);
  return [...all];
}
