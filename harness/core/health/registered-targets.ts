import type { Target, TargetGroup } from '../elbv2/state.ts';
import type { Region } from '../region.ts';
import { targetAddress, targetZone } from './target-location.ts';
import { type TargetGroupUse, type UnusedCause, unusedCause } from './target-use.ts';

/** A registration with what the rest of the state says about it. */
export interface RegisteredTarget {
  readonly target: Target;
  readonly address: string;
  /** See {@link targetZone}. */
  readonly zone: string | undefined;
  readonly unused: UnusedCause | undefined;
}

/** Looks a registration up in the rest of the state; undefined if its instance is unknown: it has no address. */
export function locateTarget(
  region: Region,
  targetGroup: TargetGroup,
  use: TargetGroupUse | undefined,
  target: Target,
): RegisteredTarget | undefined {
  const address = targetAddress(region, targetGroup, target);
  if (address === undefined) return undefined;
  const unused = unusedCause(region, targetGroup, target, use);
  return { target, address, zone: targetZone(region, targetGroup, target), unused };
}

/** Those that a zone's node may use and that are neither unused nor draining: the count for thresholds (NLB-RT-13). */
export function usableTargets<T extends RegisteredTarget>(
  registered: readonly T[],
  availabilityZone: string,
  crossZone: boolean,
): T[] {
  return registered.filter(
    (entry) =>
      entry.unused === undefined &&
      entry.target.drainingUntil === undefined &&
      isReachable(entry, availabilityZone, crossZone),
  );
}

/** With cross-zone off a node sends to its own zone only (NLB-RT-14); `all` is every zone's own (NLB-TA-04). */
export function isReachable(
  { zone }: RegisteredTarget,
  availabilityZone: string,
  crossZone: boolean,
): boolean {
  return crossZone || zone === availabilityZone || zone === 'all';
}
