import type { FiveTuple } from './five-tuple.ts';
import { hashFiveTuple, hashSourceAddress, scaleHash } from './flow-hash.ts';
import type { ListenerRoute, TargetGroupRoute, TargetRoute } from './routes.ts';

/** Keeps the choice of a group and the choice within it independent of each other. */
const TARGET_GROUP_SALT = 0x5bd1e995;

/**
 * The target group for a new flow, by weight (NLB-LI-11); with target-group stickiness all flows of a client's
 * address get the same one (NLB-RT-28). Undefined if no group has a weight.
 */
export function selectTargetGroup(
  { targetGroups, targetGroupStickiness }: ListenerRoute,
  fiveTuple: FiveTuple,
  hashSeed: number,
): TargetGroupRoute | undefined {
  const totalWeight = targetGroups.reduce((sum, { weight }) => sum + weight, 0);
  let remaining = scaleHash(
    hashFlow(fiveTuple, targetGroupStickiness, hashSeed ^ TARGET_GROUP_SALT),
    totalWeight,
  );
  return targetGroups.find(({ weight }) => {
    remaining -= weight;
    return remaining < 0;
  });
}

/**
 * The target for a new flow: a hash over the candidates, not round robin (NLB-RT-21). A change of the candidates
 * may change the choice for every new flow (NLB-RT-20), sticky or not (NLB-RT-19). Undefined without candidates.
 */
export function selectTarget(
  { candidates, sourceIpStickiness }: TargetGroupRoute,
  fiveTuple: FiveTuple,
  hashSeed: number,
): TargetRoute | undefined {
  return candidates[scaleHash(hashFlow(fiveTuple, sourceIpStickiness, hashSeed), candidates.length)];
}

function hashFlow(fiveTuple: FiveTuple, bySourceAddress: boolean, seed: number): number {
  return bySourceAddress ? hashSourceAddress(fiveTuple.source.address, seed) : hashFiveTuple(fiveTuple, seed);
}
