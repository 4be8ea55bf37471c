import type { Target, TargetGroup } from '../elbv2/state.ts';
import { addInstance } from './ec2-builder.ts';
import { addListener, addLoadBalancer, addTargetGroup, buildRegion, register } from './region-builder.ts';
import { ZONE_A, ZONE_B } from './zones.ts';

// What the rules say of connections, read from the state of the API and nothing else: what routes are compared with.

export const ZONES = [ZONE_A, ZONE_B];
/** One group has the even ones, the other the odd ones. */
export const HOSTS = [100, 101, 102, 103, 104, 105];
export const TERMINATES_DEREGISTERED = 'deregistration_delay.connection_termination.enabled';
export const TERMINATES_UNHEALTHY = 'target_health_state.unhealthy.connection_termination.enabled';
export const DRAINING_INTERVAL = 'target_health_state.unhealthy.draining_interval_seconds';
export const DELAY = 'deregistration_delay.timeout_seconds';

function zoneOfHost(host: number): string {
  return host < 104 ? ZONE_A : ZONE_B;
}

/** A TCP listener in two zones, two groups of three healthy targets. */
export function network() {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, { zones: ZONES });
  const attributes = { [DELAY]: '70', [TERMINATES_DEREGISTERED]: 'false' };
  const groups = ['one', 'two'].map((name) => addTargetGroup(region, { name, attributes }));
  const listener = addListener(region, loadBalancer, groups, { protocol: 'TCP' });
  for (const [index, host] of HOSTS.entries())
    register(groups[index % 2]!, addInstance(region, host, { zone: zoneOfHost(host) }), {
      health: { [ZONE_A]: 'healthy', [ZONE_B]: 'healthy' },
    });
  return { region, loadBalancer, listener, groups };
}

export type Network = ReturnType<typeof network>;

export function findTarget({ targets, formerTargets }: TargetGroup, id: string): Target | undefined {
  return [...targets.values(), ...formerTargets.values()].find((one) => one.id === id);
}

/** Whether a zone's node may use a target at all. */
function isInReach({ loadBalancer }: Network, { id }: Target, at: string): boolean {
  const isCrossZone = loadBalancer.attributes.get('load_balancing.cross_zone.enabled') === 'true';
  return isCrossZone || zoneOfHost(Number(id.replace('i-', ''))) === at;
}

/** The targets of a group that a zone's node may give connections, were they healthy. */
export function usable(net: Network, { targets }: TargetGroup, at: string): Target[] {
  return [...targets.values()].filter(
    (target) => target.drainingUntil === undefined && isInReach(net, target, at),
  );
}

/** NLB-RT-12: without a single healthy target all are used. */
export function failsOpen(net: Network, group: TargetGroup, at: string): boolean {
  return usable(net, group, at).every(({ health }) => health.get(at)?.verdict !== 'healthy');
}

/** Whether the rules let a connection be on a target of a group that its listener forwards to. */
export function mayServe(net: Network, group: TargetGroup, id: string, at: string, now: number): boolean {
  const target = findTarget(group, id);
  if (!target || !isInReach(net, target, at)) return false;
  const isRegistered = target.drainingUntil === undefined;
  const health = target.health.get(at);
  if (isRegistered && (health?.verdict === 'healthy' || failsOpen(net, group, at))) return true;
  // NLB-TC-10: what is no longer registered is kept, unless it is unhealthy as well.
  if (health?.verdict !== 'unhealthy') return !isRegistered;
  // NLB-TC-02
  if (group.attributes.get(TERMINATES_UNHEALTHY) !== 'false' || health.leftHealthyAt === undefined)
    return false;
  const drainingMs = Number(group.attributes.get(DRAINING_INTERVAL) ?? 0) * 1000;
  return drainingMs === 0 || now < health.leftHealthyAt + drainingMs;
}
