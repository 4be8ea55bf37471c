import { AwsError, validationError } from '../aws-error.ts';
import type { ListenerProtocol, LoadBalancerType, TargetGroup } from './state.ts';

/** Every protocol of the API's enum, in its order (NLB-LI-03). */
export const PROTOCOLS = [
  'HTTP',
  'HTTPS',
  'TCP',
  'TLS',
  'UDP',
  'TCP_UDP',
  'GENEVE',
  'QUIC',
  'TCP_QUIC',
] as const satisfies readonly ListenerProtocol[];

/** NLB-LI-01, in the order of the refusal's text (NLB-LI-02). */
const BY_TYPE: Readonly<Record<LoadBalancerType, readonly ListenerProtocol[]>> = {
  network: ['TCP', 'QUIC', 'TCP_QUIC', 'UDP', 'TCP_UDP', 'TLS'],
  application: ['HTTP', 'HTTPS'],
  gateway: ['GENEVE'],
};

/** Which target groups a listener may forward to (NLB-LI-08). */
const TARGET_GROUP_PROTOCOLS: Readonly<Record<ListenerProtocol, readonly ListenerProtocol[]>> = {
  TCP: ['TCP', 'TCP_UDP', 'TCP_QUIC'],
  TLS: ['TCP', 'TLS'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
  QUIC: ['QUIC', 'TCP_QUIC'],
  TCP_QUIC: ['TCP_QUIC'],
  HTTP: ['HTTP', 'HTTPS'],
  HTTPS: ['HTTP', 'HTTPS'],
  GENEVE: ['GENEVE'],
};

/** Throws a ValidationError for a protocol of another kind of load balancer (NLB-LI-02, NLB-OT-01). */
export function checkListenerProtocol(type: LoadBalancerType, protocol: ListenerProtocol): void {
  const allowed = BY_TYPE[type];
  if (!allowed.includes(protocol))
    throw validationError(`Listener protocol '${protocol}' must be one of '${allowed.join(', ')}'`);
}

/** Throws IncompatibleProtocols, naming the groups that the listener cannot forward to (NLB-LI-09, NLB-OT-03). */
export function checkTargetGroupProtocols(
  protocol: ListenerProtocol,
  targetGroups: readonly TargetGroup[],
): void {
  const allowed = TARGET_GROUP_PROTOCOLS[protocol];
  const refused = targetGroups.filter((targetGroup) => !allowed.includes(targetGroup.protocol));
  if (refused.length > 0)
    throw new AwsError(
      'IncompatibleProtocols',
      `The listener and the following target groups have incompatible protocols: ${refused
        .map(({ arn }) => arn)
        .join(', ')}`,
    );
}
