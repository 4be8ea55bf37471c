import type { Region } from '../region.ts';
import { checkedTargets } from './checked-targets.ts';
import { type DueProbe, describeProbe, type ProbeReference } from './due-probe.ts';
import { targetAddress } from './target-location.ts';
import { applyProbe, initialHealth } from './zonal-health.ts';

export type { DueProbe, ProbeReference };

/**
 * Drops the opinions that nobody holds any more: of targets that are not in use, and of zones that are no longer
 * enabled (NLB-TA-12). So health starts over at `initial` when a target, group or zone comes into use again. To
 * be called after every change of the state; idempotent.
 */
export function forgetUnusedHealth(region: Region, now: number): void {
  const zonesByTarget = new Map(
    [...checkedTargets(region, now)].map(({ target, use }) => [
      target,
      new Set(use.loadBalancer.zones.map(({ availabilityZone }) => availabilityZone)),
    ]),
  );
  for (const { targets } of region.elbv2.targetGroups.values())
    for (const target of targets.values())
      for (const zone of target.health.keys())
        if (!zonesByTarget.get(target)?.has(zone)) target.health.delete(zone);
}

/**
 * The probes that are due, marked as in flight: every enabled zone's node checks every target (NLB-HC-01), from
 * the end of the target's registration. A node's next attempt is an interval after this one, or when this one's
 * result is in, whichever is later.
 */
export function dueProbes(region: Region, now: number): DueProbe[] {
  forgetUnusedHealth(region, now);
  const due: DueProbe[] = [];
  for (const checked of checkedTargets(region, now)) {
    const { target, targetGroup, use } = checked;
    const address = targetAddress(region, targetGroup, target);
    if (address === undefined) continue;
    const firstProbeAt = Math.max(now, target.registeredAt + region.timings.registrationMs);
    for (const zone of use.loadBalancer.zones) {
      const health = target.health.get(zone.availabilityZone) ?? initialHealth(now, firstProbeAt);
      target.health.set(zone.availabilityZone, health);
      if (health.probeInFlight || now < health.nextProbeAt) continue;
      health.probeInFlight = true;
      health.nextProbeAt = now + targetGroup.healthCheck.intervalSeconds * 1000;
      due.push(describeProbe(region, checked, zone, address, health.nextProbeAt));
    }
  }
  return due;
}

/**
 * Takes a probe's result. Returns whether the node's verdict on the target changed, and with it perhaps routes
 * and the API's state. A result that is of no interest any more (target gone, zone disabled, health started over)
 * changes nothing.
 */
export function applyProbeResult(
  region: Region,
  reference: ProbeReference,
  passed: boolean,
  now: number,
): boolean {
  const targetGroup = region.elbv2.targetGroups.get(reference.targetGroupArn);
  const health = targetGroup?.targets.get(reference.targetKey)?.health.get(reference.availabilityZone);
  if (!targetGroup || !health?.probeInFlight || health.nextProbeAt !== reference.nextProbeAt) return false;
  health.probeInFlight = false;
  return applyProbe(health, passed, targetGroup.healthCheck, now);
}

/** Forgets a probe that this machine could not carry out: it says nothing about the target; the next one comes in time. */
export function abandonProbe(region: Region, reference: ProbeReference): void {
  const target = region.elbv2.targetGroups.get(reference.targetGroupArn)?.targets.get(reference.targetKey);
  const health = target?.health.get(reference.availabilityZone);
  if (health?.nextProbeAt === reference.nextProbeAt) health.probeInFlight = false;
}

/** When the next probe is due, as far as {@link dueProbes} has seen; undefined if none is. */
export function nextProbeDeadline(region: Region): number | undefined {
  let deadline: number | undefined;
  for (const { targets } of region.elbv2.targetGroups.values())
    for (const { health } of targets.values())
      for (const { probeInFlight, nextProbeAt } of health.values())
        if (!probeInFlight && (deadline === undefined || nextProbeAt < deadline)) deadline = nextProbeAt;
  return deadline;
}
