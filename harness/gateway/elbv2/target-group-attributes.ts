import type {
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupAttributesCommandOutput,
  ModifyTargetGroupAttributesCommandInput,
  ModifyTargetGroupAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import { getTargetGroup } from '../../core/elbv2/lookup.ts';
import * as attributes from '../../core/elbv2/target-group-attributes.ts';
import { attributeSettings, attributeShapes } from './attribute-shape.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

export const describeTargetGroupAttributes: Elbv2Operation<
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    getTargetGroup(region, requireMember(input.TargetGroupArn, 'targetGroupArn')).attributes,
  ),
});

export const modifyTargetGroupAttributes: Elbv2Operation<
  ModifyTargetGroupAttributesCommandInput,
  ModifyTargetGroupAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    attributes.modifyTargetGroupAttributes(
      region,
      requireMember(input.TargetGroupArn, 'targetGroupArn'),
      attributeSettings(input.Attributes),
    ),
  ),
});
