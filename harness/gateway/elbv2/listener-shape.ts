import type { Listener as ListenerShape } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Listener } from '../../core/elbv2/state.ts';
import { actionShape } from './action-shape.ts';

/** A listener as DescribeListeners shows it; certificates and policy only where the protocol has TLS. */
export function listenerShape({ tls, ...listener }: Listener): ListenerShape {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    ...(tls && {
      Certificates: [{ CertificateArn: tls.certificateArn }],
      SslPolicy: tls.sslPolicy,
      ...(tls.alpnPolicy.length > 0 && { AlpnPolicy: [...tls.alpnPolicy] }),
    }),
    DefaultActions: listener.defaultActions.map(actionShape),
  };
}
