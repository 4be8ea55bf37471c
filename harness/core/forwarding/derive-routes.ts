import type { Listener, LoadBalancer, LoadBalancerZone } from '../elbv2/state.ts';
import { locateTarget } from '../health/registered-targets.ts';
import { isRegistered, targetGroupUse } from '../health/target-use.ts';
import type { Region } from '../region.ts';
import { isCrossZone } from './cross-zone.ts';
import { divideTargets, type LocatedTarget } from './divide-targets.ts';
import type { ListenerRoute, NodeRoutes, Routes, TargetGroupRoute } from './routes.ts';
import { loadBalancerSecurityGroups, targetInboundRules } from './traffic-rules.ts';

/**
 * What the nodes of a region's network load balancers need to know at this instant.
 *
 * The order is that of creation and registration, so the same state gives the same routes. Listeners of every
 * protocol are there: whoever forwards picks those it can serve.
 */
export function deriveRoutes(region: Region, now: number): Routes {
  const targets = new Map<string, readonly LocatedTarget[]>();
  const located = (targetGroupArn: string) => {
    const known = targets.get(targetGroupArn) ?? locateTargets(region, targetGroupArn, now);
    targets.set(targetGroupArn, known);
    return known;
  };
  return {
    nodes: [...region.elbv2.loadBalancers.values()]
      .filter(({ type }) => type === 'network')
      .flatMap((loadBalancer) => nodesOf(region, loadBalancer, located, now)),
  };
}

type LocateTargets = (targetGroupArn: string) => readonly LocatedTarget[];

function nodesOf(
  region: Region,
  loadBalancer: LoadBalancer,
  located: LocateTargets,
  now: number,
): NodeRoutes[] {
  const securityGroups = loadBalancerSecurityGroups(region, loadBalancer);
  const listeners = [...region.elbv2.listeners.values()].filter(
    ({ loadBalancerArn }) => loadBalancerArn === loadBalancer.arn,
  );
  return loadBalancer.zones.map((zone) => ({
    region: region.name,
    loadBalancerArn: loadBalancer.arn,
    availabilityZone: zone.availabilityZone,
    address: zone.privateIpv4Address,
    active: loadBalancer.state === 'active',
    securityGroups,
    listeners: listeners.map((listener) => listenerRoute(region, loadBalancer, zone, listener, located, now)),
  }));
}

function listenerRoute(
  region: Region,
  loadBalancer: LoadBalancer,
  zone: LoadBalancerZone,
  listener: Listener,
  located: LocateTargets,
  now: number,
): ListenerRoute {
  const targetGroups = listener.defaultActions
    .flatMap((action) => action.targetGroups)
    .flatMap(({ targetGroupArn, weight }): TargetGroupRoute[] => {
      const targetGroup = region.elbv2.targetGroups.get(targetGroupArn);
      if (!targetGroup) return [];
      const node = {
        availabilityZone: zone.availabilityZone,
        crossZone: isCrossZone(loadBalancer, targetGroup),
      };
      return [
        {
          targetGroupArn,
          weight: weight ?? 1,
          sourceIpStickiness:
            targetGroup.attributes.get('stickiness.enabled') === 'true' &&
            targetGroup.attributes.get('stickiness.type') === 'source_ip',
          preserveClientAddress: targetGroup.attributes.get('preserve_client_ip.enabled') !== 'false',
          proxyProtocol: targetGroup.attributes.get('proxy_protocol_v2.enabled') === 'true',
          ...divideTargets(region.timings, targetGroup, located(targetGroupArn), node, now),
        },
      ];
    });
  return {
    listenerArn: listener.arn,
    protocol: listener.protocol,
    port: listener.port,
    targetGroups,
    tcpIdleTimeoutMs: tcpIdleTimeoutMs(listener),
    targetGroupStickiness: listener.defaultActions.some(({ stickinessEnabled }) => stickinessEnabled),
  };
}

/** NLB-LI-15; that of TLS listeners is no attribute. */
function tcpIdleTimeoutMs({ attributes }: Listener): number | undefined {
  const seconds = attributes.get('tcp.idle_timeout.seconds');
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function locateTargets(region: Region, targetGroupArn: string, now: number): LocatedTarget[] {
  const targetGroup = region.elbv2.targetGroups.get(targetGroupArn);
  if (!targetGroup) return [];
  const use = targetGroupUse(region, targetGroupArn);
  const registered = [...targetGroup.targets.values()].filter((target) => isRegistered(target, now));
  return [...registered, ...targetGroup.formerTargets.values()].flatMap((target): LocatedTarget[] => {
    const located = locateTarget(region, targetGroup, use, target);
    if (!located) return [];
    const { address, zone: availabilityZone } = located;
    const inbound = targetInboundRules(region, targetGroup, target);
    return [{ ...located, route: { id: target.id, address, port: target.port, availabilityZone, inbound } }];
  });
}
