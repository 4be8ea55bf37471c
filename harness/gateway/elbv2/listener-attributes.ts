import type {
  DescribeListenerAttributesCommandInput,
  DescribeListenerAttributesCommandOutput,
  ModifyListenerAttributesCommandInput,
  ModifyListenerAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as attributes from '../../core/elbv2/listener-attributes.ts';
import { getListener } from '../../core/elbv2/lookup.ts';
import { attributeSettings, attributeShapes } from './attribute-shape.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

export const describeListenerAttributes: Elbv2Operation<
  DescribeListenerAttributesCommandInput,
  DescribeListenerAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    getListener(region, requireMember(input.ListenerArn, 'listenerArn')).attributes,
  ),
});

export const modifyListenerAttributes: Elbv2Operation<
  ModifyListenerAttributesCommandInput,
  ModifyListenerAttributesCommandOutput
> = ({ region }, input) => ({
  Attributes: attributeShapes(
    attributes.modifyListenerAttributes(
      region,
      requireMember(input.ListenerArn, 'listenerArn'),
      attributeSettings(input.Attributes),
    ),
  ),
});
