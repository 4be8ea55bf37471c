import type { LoadBalancer, LoadBalancerZone } from '../elbv2/state.ts';
import type { Region } from '../region.ts';
import { healthyZones, judgedGroups } from './zone-health.ts';

/** What the authoritative name server says of a load balancer's name. */
export interface DnsAnswer {
  readonly addresses: string[];
  readonly ttlSeconds: typeof DNS_TTL_SECONDS;
}

/** NLB-RT-15. */
const DNS_TTL_SECONDS = 60;

/**
 * The addresses behind a load balancer's name or one of its zonal names (`<az>.<name>`, NLB-LB-10), in the order
 * of its zones; undefined if there is no such name. Case and a final dot do not matter.
 *
 * The address is the node's private one for internet-facing load balancers too: the emulated network has no
 * translation between public and private addresses, and its clients reach private ones.
 *
 * A zonal name always answers: its one zone is all of its zones, and when all are unhealthy all are returned.
 */
export function answerDns(region: Region, dnsName: string, now: number): DnsAnswer | undefined {
  const wanted = dnsName.toLowerCase().replace(/\.$/, '');
  for (const loadBalancer of region.elbv2.loadBalancers.values()) {
    if (loadBalancer.type !== 'network') continue;
    const name = loadBalancer.dnsName.toLowerCase();
    if (wanted === name) return answer(zonesInDns(region, loadBalancer, now));
    const zone = loadBalancer.zones.find(({ availabilityZone }) => wanted === `${availabilityZone}.${name}`);
    if (zone) return answer([zone]);
  }
  return undefined;
}

function answer(zones: readonly LoadBalancerZone[]): DnsAnswer {
  return {
    addresses: zones.map(({ privateIpv4Address }) => privateIpv4Address),
    ttlSeconds: DNS_TTL_SECONDS,
  };
}

/**
 * The zones that DNS names: those where every target group of the load balancer has enough healthy targets, or
 * all if there is no such zone (NLB-RT-15). A group with weight 0 counts too: AWS's text says "any" and makes no
 * exception. While the load balancer is provisioning nothing has been checked, and without a listener nothing
 * can be: then all zones are named.
 */
function zonesInDns(region: Region, loadBalancer: LoadBalancer, now: number): readonly LoadBalancerZone[] {
  const healthy = healthyZones(loadBalancer, judgedGroups(region, loadBalancer, now));
  return healthy.length > 0 ? healthy : loadBalancer.zones;
}
