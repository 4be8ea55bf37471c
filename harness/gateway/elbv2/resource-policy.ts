import type {
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../core/aws-error.ts';
import { requireMember } from '../../core/elbv2/constraints.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

/**
 * Policies belong to trust stores, of which there are none here, so every ARN is of something that has no policy.
 * The text is unsure.
 */
export const getResourcePolicy: Elbv2Operation<
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput
> = (_context, input) => {
  const arn = requireMember(input.ResourceArn, 'resourceArn');
  throw new AwsError('ResourceNotFound', `The resource '${arn}' is not found or has no policy`);
};
