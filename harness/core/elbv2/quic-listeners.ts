import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { listenersOf } from './associations.ts';
import type { ListenerProtocol, LoadBalancer } from './state.ts';

/**
 * Throws InvalidConfigurationRequest where a listener of this protocol cannot stand beside the load balancer's
 * other ones or its security groups, because one of them is QUIC (NLB-OT-04, NLB-SG-14). Code and texts are unsure.
 */
export function checkQuicListener(
  region: Region,
  loadBalancer: LoadBalancer,
  protocol: ListenerProtocol,
  exceptListenerArn: string | undefined,
): void {
  const others = listenersOf(region, loadBalancer.arn)
    .filter(({ arn }) => arn !== exceptListenerArn)
    .map((listener) => listener.protocol);
  const hasQuic = others.some(isQuic);
  if (isUdp(protocol) && hasQuic)
    throw refused('A load balancer with a QUIC listener cannot have UDP listeners');
  if (!isQuic(protocol)) return;
  if (hasQuic) throw refused('A load balancer cannot have more than one QUIC listener');
  if (others.some(isUdp)) throw refused('A load balancer with UDP listeners cannot have a QUIC listener');
  if (loadBalancer.securityGroupIds.length > 0)
    throw refused('A load balancer with security groups cannot have a QUIC listener');
}

/** Whether a protocol is QUIC alone or beside TCP. */
export function isQuic(protocol: ListenerProtocol): boolean {
  return protocol === 'QUIC' || protocol === 'TCP_QUIC';
}

function isUdp(protocol: ListenerProtocol): boolean {
  return protocol === 'UDP' || protocol === 'TCP_UDP';
}

function refused(message: string): AwsError {
  return new AwsError('InvalidConfigurationRequest', message);
}
