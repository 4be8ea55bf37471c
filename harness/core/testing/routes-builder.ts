import type { ZonalHealth } from '../elbv2/state.ts';
import { deriveRoutes } from '../forwarding/derive-routes.ts';
import type { TargetGroupRoute } from '../forwarding/routes.ts';
import { TIMINGS } from '../timings.ts';
import { addInstance } from './ec2-builder.ts';
import { addListener, addLoadBalancer, addTargetGroup, buildRegion, register } from './region-builder.ts';
import { ZONE_A, ZONE_B } from './zones.ts';

/** A load balancer with one listener and one group, and quick ways to fill the group and read its routes. */
export function routedGroup(
  options: {
    zones?: readonly string[];
    loadBalancer?: Record<string, string>;
    targetGroup?: Record<string, string>;
    profile?: keyof typeof TIMINGS;
  } = {},
) {
  const region = buildRegion({ timings: TIMINGS[options.profile ?? 'documented'] });
  const loadBalancer = addLoadBalancer(region, {
    zones: options.zones ?? [ZONE_A],
    attributes: options.loadBalancer ?? {},
  });
  const targetGroup = addTargetGroup(region, { attributes: options.targetGroup ?? {} });
  const listener = addListener(region, loadBalancer, [targetGroup]);
  const add = (host: number, verdict: ZonalHealth['verdict'], zone: string = ZONE_A) =>
    register(targetGroup, addInstance(region, host, { zone }), {
      health: { [ZONE_A]: verdict, [ZONE_B]: verdict },
    });
  const group = (now = 0, node = 0): TargetGroupRoute =>
    deriveRoutes(region, now).nodes[node]!.listeners[0]!.targetGroups[0]!;
  const ids = (now = 0, node = 0) => {
    const { candidates, keepers } = group(now, node);
    return { candidates: candidates.map(({ id }) => id), keepers: keepers.map(({ id }) => id) };
  };
  return { region, loadBalancer, targetGroup, listener, add, group, ids };
}
