import type { Target, TargetGroup } from '../elbv2/state.ts';
import { deriveRoutes } from '../forwarding/derive-routes.ts';
import type { FiveTuple } from '../forwarding/five-tuple.ts';
import type { Flow } from '../forwarding/flow.ts';
import { Forwarder } from '../forwarding/forwarder.ts';
import type { ForwardVerdict, Verdict } from '../forwarding/verdict.ts';
import type { Endpoint, TransportProtocol } from '../network/endpoint.ts';
import type { Region } from '../region.ts';
import { addInstance } from './ec2-builder.ts';
import { addListener, addLoadBalancer, addTargetGroup, buildRegion, register } from './region-builder.ts';
import { nodeAddress, ZONE_A, ZONE_B } from './zones.ts';

/** A five-tuple of a client at 203.0.113.9 to the node in the first zone, unless told otherwise. */
export function clientFlow(
  sourcePort: number,
  options: { address?: string; zone?: string; port?: number; protocol?: TransportProtocol } = {},
): FiveTuple {
  const { address = '203.0.113.9', zone = ZONE_A, port = 53, protocol = 'udp' } = options;
  return {
    protocol,
    source: { address, port: sourcePort },
    destination: { address: nodeAddress(zone), port },
  };
}

/** Five-tuples that differ in the source port only. */
export function clientFlows(count: number, options?: Parameters<typeof clientFlow>[1]): FiveTuple[] {
  return Array.from({ length: count }, (_, index) => clientFlow(20_000 + index, options));
}

/** A forwarder that already has the region's routes. */
export function forwarderFor(region: Region, now = 0): Forwarder {
  const forwarder = new Forwarder({ hashSeed: 7 });
  forwarder.setRoutes(deriveRoutes(region, now), now);
  return forwarder;
}

/** The target's id, or the reason of the drop: what a test asks of a verdict. */
function fate(verdict: Verdict): string {
  return verdict.kind === 'forward' ? verdict.flow.target.id : verdict.reason;
}

/** One UDP listener on port 53 with healthy targets i-101, i-102, … in the first zone. */
export function service(
  options: { targets?: number; attributes?: Record<string, string>; securityGroupIds?: string[] } = {},
) {
  const region = buildRegion();
  const { securityGroupIds = [] } = options;
  const loadBalancer = addLoadBalancer(region, { zones: [ZONE_A, ZONE_B], securityGroupIds });
  const targetGroup = addTargetGroup(region, { attributes: options.attributes ?? {} });
  const listener = addListener(region, loadBalancer, [targetGroup]);
  const targets = Array.from({ length: options.targets ?? 2 }, (_, index) =>
    addHealthy(targetGroup, 101 + index),
  );
  function addHealthy(group: TargetGroup, host: number): Target {
    return register(group, addInstance(region, host), { health: { [ZONE_A]: 'healthy' } });
  }
  const forwarder = forwarderFor(region);
  const update = (now = 0) => forwarder.setRoutes(deriveRoutes(region, now), now);
  const send = (now: number, fiveTuple = clientFlow(40_001)) => fate(forwarder.decide(fiveTuple, now));
  const targetOf = (id: string) => targets.find((target) => target.id === id)!;
  return {
    region,
    loadBalancer,
    targetGroup,
    listener,
    targets,
    addHealthy,
    forwarder,
    update,
    send,
    targetOf,
  };
}

/** The verdict, if it is to forward; otherwise the test ends here. */
export function forwarded(verdict: Verdict): ForwardVerdict {
  if (verdict.kind === 'drop') throw new Error(`dropped: ${verdict.reason}`);
  return verdict;
}

/** Where the target of a flow sends its replies from. */
export function targetEndpoint({ target: { address, port } }: Flow): Endpoint {
  return { address, port };
}
