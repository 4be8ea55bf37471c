import type {
  CreateTargetGroupCommandInput,
  CreateTargetGroupCommandOutput,
  DeleteTargetGroupCommandInput,
  DeleteTargetGroupCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  ModifyTargetGroupCommandInput,
  ModifyTargetGroupCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkArn } from '../../core/elbv2/arns.ts';
import { targetGroupsOf } from '../../core/elbv2/associations.ts';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as creation from '../../core/elbv2/create-target-group.ts';
import * as deletion from '../../core/elbv2/delete-target-group.ts';
import { getLoadBalancer, targetGroupNotFound } from '../../core/elbv2/lookup.ts';
import * as modification from '../../core/elbv2/modify-target-group.ts';
import type { TargetGroup } from '../../core/elbv2/state.ts';
import type { Region } from '../../core/region.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { checkExclusive, isGiven, selectByKey } from './filters.ts';
import { pageOf } from './page.ts';
import { refuseGiven } from './refuse-given.ts';
import { tagSettings } from './tag-shape.ts';
import { healthCheckInput, targetGroupShape } from './target-group-shape.ts';

export const createTargetGroup: Elbv2Operation<
  CreateTargetGroupCommandInput,
  CreateTargetGroupCommandOutput
> = ({ region }, input) => {
  refuseGiven({ TargetControlPort: input.TargetControlPort });
  const targetGroup = creation.createTargetGroup(region, {
    name: requireMember(input.Name, 'name'),
    protocol: input.Protocol,
    protocolVersion: input.ProtocolVersion,
    port: input.Port,
    vpcId: input.VpcId,
    targetType: input.TargetType,
    ipAddressType: input.IpAddressType,
    healthCheck: healthCheckInput(input),
    tags: tagSettings(input.Tags),
  });
  return { TargetGroups: [targetGroupShape(region, targetGroup)] };
};

export const modifyTargetGroup: Elbv2Operation<
  ModifyTargetGroupCommandInput,
  ModifyTargetGroupCommandOutput
> = ({ region }, input) => {
  const targetGroupArn = requireMember(input.TargetGroupArn, 'targetGroupArn');
  const targetGroup = modification.modifyTargetGroup(region, targetGroupArn, healthCheckInput(input));
  return { TargetGroups: [targetGroupShape(region, targetGroup)] };
};

export const deleteTargetGroup: Elbv2Operation<
  DeleteTargetGroupCommandInput,
  DeleteTargetGroupCommandOutput
> = ({ region }, input) => {
  deletion.deleteTargetGroup(region, requireMember(input.TargetGroupArn, 'targetGroupArn'));
  return {};
};

export const describeTargetGroups: Elbv2Operation<
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput
> = ({ region }, input) => {
  const page = pageOf(selected(region, input), ({ arn }) => arn, input);
  return {
    TargetGroups: page.items.map((targetGroup) => targetGroupShape(region, targetGroup)),
    NextMarker: page.nextMarker,
  };
};

function selected(region: Region, input: DescribeTargetGroupsCommandInput): TargetGroup[] {
  const { LoadBalancerArn: loadBalancerArn, TargetGroupArns: arns, Names: names } = input;
  checkExclusive({ 'Load balancer ARN': loadBalancerArn, 'target group ARNs': arns, names });
  for (const arn of arns ?? []) checkArn(arn, 'targetgroup');
  if (loadBalancerArn !== undefined)
    return targetGroupsOf(region, getLoadBalancer(region, loadBalancerArn).arn);
  const all = region.elbv2.targetGroups.values();
  if (isGiven(arns)) return selectByKey(all, ({ arn }) => arn, arns ?? [], targetGroupNotFound);
  if (isGiven(names)) return selectByKey(all, ({ name }) => name, names ?? [], targetGroupNotFound);
  return [...all];
}
