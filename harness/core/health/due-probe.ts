import type { HealthCheck, LoadBalancerZone } from '../elbv2/state.ts';
import { admits } from '../forwarding/security-groups.ts';
import { loadBalancerSecurityGroups, targetInboundRules } from '../forwarding/traffic-rules.ts';
import type { Region } from '../region.ts';
import type { CheckedTarget } from './checked-targets.ts';
import type { Probe } from './probe.ts';
import { healthCheckPort } from './target-location.ts';

/** Which attempt a result belongs to. Plain data; give it back unchanged. */
export interface ProbeReference {
  readonly targetGroupArn: string;
  readonly targetKey: string;
  readonly availabilityZone: string;
  /** When the same node's next attempt is due (ms): tells attempts apart after health started over. */
  readonly nextProbeAt: number;
}

/** An attempt to make now. */
export interface DueProbe {
  readonly reference: ProbeReference;
  readonly probe: Probe;
  /** Without a result after this long the probe has failed. */
  readonly timeoutMs: number;
  /** A blocked probe must not be sent: it fails when its time-out is over (NLB-SG-06, NLB-HC-11). */
  readonly blocked: 'security-group' | undefined;
}

/** The next attempt of a zone's node at a target. */
export function describeProbe(
  region: Region,
  checked: CheckedTarget,
  zone: LoadBalancerZone,
  address: string,
  nextProbeAt: number,
): DueProbe {
  const { targetGroup, target, use } = checked;
  const to = { address, port: healthCheckPort(targetGroup, target) };
  return {
    reference: {
      targetGroupArn: targetGroup.arn,
      targetKey: checked.key,
      availabilityZone: zone.availabilityZone,
      nextProbeAt,
    },
    probe: {
      protocol: targetGroup.healthCheck.protocol,
      fromAddress: zone.privateIpv4Address,
      to,
      ...httpRequest(targetGroup.healthCheck, `${zone.privateIpv4Address}:${use.listeners[0].port}`),
    },
    timeoutMs: targetGroup.healthCheck.timeoutSeconds * 1000,
    blocked: isBlocked(region, checked, zone, to) ? 'security-group' : undefined,
  };
}

/** What an HTTP or HTTPS check asks for (NLB-HC-04, NLB-HC-12); a TCP check says nothing (NLB-HC-03). */
function httpRequest(
  { protocol, path, matcherHttpCode }: HealthCheck,
  host: string,
): Pick<Probe, 'path' | 'matcherHttpCode' | 'host'> {
  if (protocol === 'TCP') return { path: undefined, matcherHttpCode: undefined, host: undefined };
  return { path: path ?? '/', matcherHttpCode: matcherHttpCode ?? '200-399', host };
}

/** Checks need the load balancer's outbound rules (NLB-HC-11) and the target's inbound ones (NLB-SG-08). */
function isBlocked(
  region: Region,
  { targetGroup, target, use }: CheckedTarget,
  zone: LoadBalancerZone,
  to: { readonly address: string; readonly port: number },
): boolean {
  const groups = loadBalancerSecurityGroups(region, use.loadBalancer);
  const passage = { protocol: 'tcp', port: to.port } as const;
  if (groups && !admits(groups.outbound, { ...passage, peerAddress: to.address, peerGroupIds: [] }))
    return true;
  const inbound = targetInboundRules(region, targetGroup, target);
  const fromNode = { ...passage, peerAddress: zone.privateIpv4Address, peerGroupIds: groups?.ids ?? [] };
  return inbound !== undefined && !admits(inbound, fromNode);
}
