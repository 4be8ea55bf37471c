import type { StartedNode } from '../node/started-node.ts';
import { startWorkerNode } from '../node/worker-node.ts';
import type { HostNetwork } from '../worlds/world.ts';
import type { CommonNodeSettings } from './start-emulated-world.ts';

/** Starts a load-balancer node in a thread of this process, among the addresses of this machine. */
export function startLoopbackNode(network: HostNetwork, settings: CommonNodeSettings): Promise<StartedNode> {
  const manyAddresses = network.capabilities.has('many-addresses');
  return startWorkerNode({
    ...settings,
    bindAnyPort: !manyAddresses,
    movePrivilegedPorts: manyAddresses,
    preserveClientAddress: manyAddresses,
    // A port of one address belongs to one socket here: the client's own.
    preserveClientPort: false,
  });
}
