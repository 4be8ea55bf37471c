import type {
  ModifyIpPoolsCommandInput,
  ModifyIpPoolsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from '../../core/aws-error.ts';
import { checkEnum, requireMember } from '../../core/elbv2/constraints.ts';
import { getLoadBalancer } from '../../core/elbv2/lookup.ts';
import { notEmulated } from '../../core/elbv2/not-emulated.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

/** Always refused: IPAM pools are for ALBs, whose addresses are not emulated. The refusal's text for an NLB is unsure. */
export const modifyIpPools: Elbv2Operation<ModifyIpPoolsCommandInput, ModifyIpPoolsCommandOutput> = (
  { region },
  input,
) => {
  for (const pool of input.RemoveIpamPools ?? []) checkEnum(pool, 'removeIpamPools', ['ipv4']);
  const { type } = getLoadBalancer(region, requireMember(input.LoadBalancerArn, 'loadBalancerArn'));
  if (type === 'application') throw notEmulated('IPAM pools');
  throw validationError(`IPAM pools are not supported for load balancers with type '${type}'`);
};
