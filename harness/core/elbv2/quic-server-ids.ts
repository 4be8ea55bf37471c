import { validationError } from '../aws-error.ts';
import { isQuic } from './quic-listeners.ts';
import { type Target, type TargetGroup, targetKey } from './state.ts';

/**
 * Throws a ValidationError unless QUIC targets have a server id of their own that never changes, and other
 * targets none (NLB-OT-05). The texts are unsure.
 */
export function checkQuicServerIds(targetGroup: TargetGroup, targets: readonly Target[]): void {
  const owners = new Map<string, string>();
  for (const [key, { quicServerId }] of targetGroup.targets)
    if (quicServerId !== undefined) owners.set(quicServerId, key);
  for (const { id, port, quicServerId } of targets) {
    if (!isQuic(targetGroup.protocol)) {
      if (quicServerId !== undefined)
        throw validationError(
          `A QUIC server ID cannot be specified for target groups with ${targetGroup.protocol} protocol`,
        );
      continue;
    }
    if (quicServerId === undefined)
      throw validationError(`A QUIC server ID must be specified for target '${id}'`);
    if (!/^0x[0-9a-f]{16}$/.test(quicServerId))
      throw validationError(`QUIC server ID '${quicServerId}' is not valid`);
    const key = targetKey(id, port);
    if ((owners.get(quicServerId) ?? key) !== key)
      throw validationError(`QUIC server ID '${quicServerId}' is already in use`);
    if ((targetGroup.targets.get(key)?.quicServerId ?? quicServerId) !== quicServerId)
      throw validationError(`The QUIC server ID of target '${id}' cannot be changed`);
    owners.set(quicServerId, key);
  }
}
