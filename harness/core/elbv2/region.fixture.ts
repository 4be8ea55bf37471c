import { createRegion, type Region } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { createListener } from './create-listener.ts';
import { createLoadBalancer } from './create-load-balancer.ts';
import { createTargetGroup } from './create-target-group.ts';
import type { HealthCheckInput } from './health-check-settings.ts';
import type { Listener, LoadBalancer, TargetGroup } from './state.ts';

const DEFAULT_HEALTH_CHECK: HealthCheckInput = {
  enabled: undefined,
  protocol: undefined,
  port: undefined,
  path: undefined,
  intervalSeconds: undefined,
  timeoutSeconds: undefined,
  healthyThresholdCount: undefined,
  unhealthyThresholdCount: undefined,
  matcherHttpCode: undefined,
};

/** A region with one UDP load balancer in all zones, a listener on port 53 and its target group. */
export function regionWithListener(name = 'us-east-1'): {
  region: Region;
  loadBalancer: LoadBalancer;
  targetGroup: TargetGroup;
  listener: Listener;
} {
  const region = createRegion(name, { seed: 1, timings: TIMINGS.documented });
  const [vpcId] = region.ec2.vpcs.keys();
  const loadBalancer = createLoadBalancer(
    region,
    {
      name: 'edge',
      type: 'network',
      scheme: undefined,
      subnets: [...region.ec2.subnets.keys()],
      subnetMappings: undefined,
      securityGroupIds: [],
      ipAddressType: undefined,
      enablePrefixForIpv6SourceNat: undefined,
      tags: [],
    },
    0,
  );
  const targetGroup = createTargetGroup(region, {
    name: 'dns',
    protocol: 'UDP',
    protocolVersion: undefined,
    port: 53,
    vpcId,
    targetType: undefined,
    ipAddressType: undefined,
    healthCheck: DEFAULT_HEALTH_CHECK,
    tags: [],
  });
  const listener = createListener(region, {
    loadBalancerArn: loadBalancer.arn,
    protocol: 'UDP',
    port: 53,
    defaultActions: [
      { type: 'forward', targetGroupArn: targetGroup.arn, forward: undefined, order: undefined },
    ],
    tls: { sslPolicy: undefined, certificateArns: undefined, alpnPolicy: undefined },
    tags: [],
  });
  return { region, loadBalancer, targetGroup, listener };
}
