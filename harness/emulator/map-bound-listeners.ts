import type { BoundListener } from '../node/protocol.ts';
import type { HostNetwork } from '../worlds/world.ts';

/** Enters the listeners into the address map that are elsewhere than it says. */
export function mapBoundListeners(network: HostNetwork, listening: readonly BoundListener[]): void {
  for (const { protocol, emulated, actual } of listening) {
    const expected = network.toActual(protocol, emulated);
    if (expected.address === actual.address && expected.port === actual.port) continue;
    network.mapEndpoint({ protocol, emulated, actual });
  }
}
