import type { Routes } from '../harness/core/forwarding/routes.ts';
import type { Endpoint } from '../harness/core/network/endpoint.ts';
import type { NodeSettings } from '../harness/node/protocol.ts';

/** A node whose network is this machine's own, in real time. */
export function nodeSettings(): NodeSettings {
  return {
    hashSeed: 1,
    timeBase: { atMs: 0, wallMs: Date.now(), speed: 1 },
    addressMap: { networks: [], endpoints: [] },
    bindAnyPort: true,
    preserveClientAddress: true,
    preserveClientPort: false,
    reportFlows: false,
  };
}

/** Some addresses of a network of this machine's own. */
export function addresses(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}.${index + 1}`);
}

/** One listener, on port 8080, that forwards to these targets. */
export function routesTo(targets: readonly Endpoint[], protocol: 'UDP' | 'TCP'): Routes {
  const candidates = targets.map(({ address, port }) => ({
    id: address,
    address,
    port,
    availabilityZone: undefined,
    inbound: undefined,
  }));
  const targetGroup = {
    targetGroupArn: 'echo',
    weight: 1,
    sourceIpStickiness: false,
    preserveClientAddress: true,
    proxyProtocol: false,
    failOpen: false,
    candidates,
    keepers: [],
  };
  const listener = {
    listenerArn: 'listener',
    protocol,
    port: 8080,
    targetGroups: [targetGroup],
    tcpIdleTimeoutMs: protocol === 'TCP' ? 350_000 : undefined,
    targetGroupStickiness: false,
  } as const;
  const node = {
    region: 'us-east-1',
    loadBalancerArn: 'bench',
    availabilityZone: 'us-east-1a',
    address: '127.221.0.1',
    active: true,
    securityGroups: undefined,
    listeners: [listener],
  };
  return { nodes: [node] };
}
