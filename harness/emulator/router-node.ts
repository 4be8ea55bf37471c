import { HarnessError } from '../errors.ts';
import { NODE_ENTRY, startProcessNode } from '../node/process-node.ts';
import type { StartedNode } from '../node/started-node.ts';
import type { HostNetwork } from '../worlds/world.ts';
import type { CommonNodeSettings } from './start-emulated-world.ts';

/**
 * Starts a load-balancer node as a process of the VPC's router, which has the network to itself: all that a client
 * is known by is preserved there.
 */
export async function startRouterNode(
  network: HostNetwork,
  settings: CommonNodeSettings,
): Promise<StartedNode> {
  if (!network.startInRouter)
    throw new HarnessError(
      'HARNESS_INVARIANT_BROKEN',
      'The host network has no router',
      'Report this as a defect of the harness',
    );
  return startProcessNode(
    { ...settings, bindAnyPort: false, preserveClientAddress: true, preserveClientPort: true },
    await network.startInRouter(NODE_ENTRY),
  );
}
