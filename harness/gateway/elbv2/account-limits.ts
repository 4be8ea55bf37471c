import type {
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ACCOUNT_LIMITS } from '../../core/elbv2/account-limits.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { pageOf } from './page.ts';

export const describeAccountLimits: Elbv2Operation<
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput
> = (_context, input) => {
  const page = pageOf(ACCOUNT_LIMITS, ({ name }) => name, input);
  return {
    Limits: page.items.map(({ name, max }) => ({ Name: name, Max: String(max) })),
    NextMarker: page.nextMarker,
  };
};
