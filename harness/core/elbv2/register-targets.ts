import { validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { loadBalancerOfTargetGroup } from './associations.ts';
import { checkRange, PORT_RANGE } from './constraints.ts';
import { checkInstances } from './instance-targets.ts';
import { zoneOfIpTarget } from './ip-targets.ts';
import { getTargetGroup } from './lookup.ts';
import { checkQuicServerIds } from './quic-server-ids.ts';
import { type Target, type TargetGroup, targetKey } from './state.ts';
import { checkTargetsOfGroup, checkTargetsOfLoadBalancer } from './target-quotas.ts';

/** A target as a caller names it; without a port the group's counts (NLB-TA-02). */
export interface TargetDescription {
  readonly id: string;
  readonly port: number | undefined;
  readonly availabilityZone: string | undefined;
  readonly quicServerId: string | undefined;
}

/**
 * RegisterTargets. A target that is registered already stays as it is; one that drains starts over (NLB-TA-17).
 * Throws TargetGroupNotFound, InvalidTarget, ValidationError, TooManyTargets.
 */
export function registerTargets(
  region: Region,
  targetGroupArn: string,
  descriptions: readonly TargetDescription[],
  now: number,
): void {
  checkTargetPorts(descriptions);
  const targetGroup = getTargetGroup(region, targetGroupArn);
  // The text is unsure.
  if (descriptions.length === 0) throw validationError('At least one target must be specified');
  const targets = resolveTargets(region, targetGroup, descriptions, now);
  checkQuicServerIds(targetGroup, targets);
  checkQuotas(region, targetGroup, targets);
  for (const target of targets) {
    const key = targetKey(target.id, target.port);
    const present = targetGroup.targets.get(key);
    if (present && present.drainingUntil === undefined) continue;
    targetGroup.formerTargets.delete(key);
    targetGroup.targets.delete(key);
    targetGroup.targets.set(key, target);
  }
}

/** Throws a ValidationError for a port that is none. */
export function checkTargetPorts(descriptions: readonly Pick<TargetDescription, 'port'>[]): void {
  for (const [index, { port }] of descriptions.entries())
    checkRange(port, `targets.${index + 1}.member.port`, PORT_RANGE);
}

function resolveTargets(
  region: Region,
  targetGroup: TargetGroup,
  descriptions: readonly TargetDescription[],
  now: number,
): Target[] {
  if (targetGroup.targetType === 'instance') checkInstances(region, targetGroup, descriptions);
  return descriptions.map((description) => ({
    id: description.id,
    port: description.port ?? targetGroup.port,
    availabilityZone:
      targetGroup.targetType === 'instance'
        ? region.ec2.instances.get(description.id)?.availabilityZone
        : zoneOfIpTarget(region, targetGroup, description),
    ...(description.quicServerId !== undefined && { quicServerId: description.quicServerId }),
    registeredAt: now,
    deregisteredAt: undefined,
    drainingUntil: undefined,
    health: new Map(),
  }));
}

/** NLB-TA-19. */
function checkQuotas(region: Region, targetGroup: TargetGroup, added: readonly Target[]): void {
  const after = new Map(targetGroup.targets);
  for (const target of added) after.set(targetKey(target.id, target.port), target);
  const set = { targetGroup, targets: [...after.values()] };
  checkTargetsOfGroup(set);
  const loadBalancer = loadBalancerOfTargetGroup(region, targetGroup.arn);
  if (loadBalancer) checkTargetsOfLoadBalancer(region, loadBalancer, [set]);
}
