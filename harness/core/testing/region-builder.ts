import { MetricStore } from '../cloudwatch/metric-store.ts';
import { emptyEc2State } from '../ec2/state.ts';
import {
  createElbv2State,
  type HealthCheck,
  type Listener,
  type ListenerProtocol,
  type LoadBalancer,
  type Target,
  type TargetGroup,
  type TargetType,
  targetKey,
  type WeightedTargetGroup,
  type ZonalHealth,
} from '../elbv2/state.ts';
import { createRandom } from '../random.ts';
import type { Region } from '../region.ts';
import { TIMINGS, type Timings } from '../timings.ts';
import { nodeAddress, VPC_ID, ZONE_A, ZONES, zoneNumber } from './zones.ts';

/** A region with one VPC, 10.0.0.0/16, one /24 subnet a zone, and nothing else: state without the API's checks. */
export function buildRegion({ timings = TIMINGS.documented }: { timings?: Timings } = {}): Region {
  return {
    name: 'us-east-1',
    accountId: '000000000000',
    timings,
    random: createRandom(1),
    ec2: {
      ...emptyEc2State(ZONES.map((zoneName, index) => ({ zoneName, zoneId: `use1-az${index + 1}` }))),
      subnets: new Map(
        ZONES.map((availabilityZone, index) => [
          `subnet-${index + 1}`,
          {
            subnetId: `subnet-${index + 1}`,
            vpcId: VPC_ID,
            cidrBlock: `10.0.${index + 1}.0/24`,
            availabilityZone,
            defaultForAz: false,
            mapPublicIpOnLaunch: false,
            privateDnsHostnameType: 'ip-name',
            enableResourceNameDnsARecord: false,
            tags: new Map(),
          },
        ]),
      ),
    },
    elbv2: createElbv2State(),
    metrics: new MetricStore(),
  };
}

/** An active load balancer whose node in the nth zone has the address 10.0.n.10. */
export function addLoadBalancer(
  region: Region,
  options: {
    name?: string;
    zones?: readonly string[];
    securityGroupIds?: readonly string[];
    attributes?: Record<string, string>;
  } = {},
): LoadBalancer {
  const { name = 'lb', zones = [ZONE_A], securityGroupIds = [], attributes = {} } = options;
  const arn = `arn:lb/${name}`;
  const loadBalancer: LoadBalancer = {
    arn,
    name,
    type: 'network',
    scheme: 'internal',
    vpcId: VPC_ID,
    dnsName: `${name}-0123456789abcdef.elb.us-east-1.amazonaws.com`,
    canonicalHostedZoneId: 'Z26RNL4JYFTOTI',
    createdAt: 0,
    ipAddressType: 'ipv4',
    state: 'active',
    activeAt: 0,
    securityGroupIds,
    createdWithSecurityGroups: securityGroupIds.length > 0,
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: undefined,
    zones: zones.map((availabilityZone) => ({
      availabilityZone,
      subnetId: `subnet-${zoneNumber(availabilityZone)}`,
      networkInterfaceId: `eni-${name}-${zoneNumber(availabilityZone)}`,
      privateIpv4Address: nodeAddress(availabilityZone),
      allocationId: undefined,
      publicIp: undefined,
    })),
    attributes: new Map(Object.entries(attributes)),
    tags: new Map(),
  };
  region.elbv2.loadBalancers.set(arn, loadBalancer);
  return loadBalancer;
}

/** A UDP group on port 53 that is checked on TCP port 53: interval 10 s, time-out 5 s, thresholds 3 and 2. */
export function addTargetGroup(
  region: Region,
  options: {
    name?: string;
    targetType?: TargetType;
    healthCheck?: Partial<HealthCheck>;
    attributes?: Record<string, string>;
  } = {},
): TargetGroup {
  const { name = 'tg', targetType = 'instance', healthCheck = {}, attributes = {} } = options;
  const targetGroup: TargetGroup = {
    arn: `arn:tg/${name}`,
    name,
    protocol: 'UDP',
    port: 53,
    vpcId: VPC_ID,
    targetType,
    ipAddressType: 'ipv4',
    healthCheck: {
      enabled: true,
      protocol: 'TCP',
      port: 'traffic-port',
      path: undefined,
      intervalSeconds: 10,
      timeoutSeconds: 5,
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 2,
      matcherHttpCode: undefined,
      ...healthCheck,
    },
    attributes: new Map(Object.entries(attributes)),
    tags: new Map(),
    targets: new Map(),
    formerTargets: new Map(),
  };
  region.elbv2.targetGroups.set(targetGroup.arn, targetGroup);
  return targetGroup;
}

export function addListener(
  region: Region,
  loadBalancer: LoadBalancer,
  targetGroups: readonly (TargetGroup | readonly [TargetGroup, weight: number])[],
  options: { port?: number; protocol?: ListenerProtocol; stickinessEnabled?: boolean } = {},
): Listener {
  const { port = 53, protocol = 'UDP', stickinessEnabled = false } = options;
  const listener: Listener = {
    arn: `arn:listener/${loadBalancer.name}/${port}`,
    loadBalancerArn: loadBalancer.arn,
    port,
    protocol,
    defaultActions: [],
    attributes: new Map(),
    tags: new Map(),
  };
  forwardTo(listener, targetGroups, stickinessEnabled);
  region.elbv2.listeners.set(listener.arn, listener);
  return listener;
}

/** What ModifyListener does to the default action. */
export function forwardTo(
  listener: Listener,
  targetGroups: readonly (TargetGroup | readonly [TargetGroup, weight: number])[],
  stickinessEnabled = false,
): void {
  const weighted = targetGroups.map((entry): WeightedTargetGroup => {
    const [targetGroup, weight] = 'arn' in entry ? [entry, undefined] : entry;
    return { targetGroupArn: targetGroup.arn, weight };
  });
  listener.defaultActions = [
    {
      type: 'forward',
      targetGroups: weighted,
      stickinessEnabled,
      stickinessDurationSeconds: undefined,
      order: undefined,
    },
  ];
}

/** Registers a target, with opinions of nodes if given: zone to verdict. */
export function register(
  targetGroup: TargetGroup,
  id: string,
  options: {
    port?: number;
    availabilityZone?: string;
    registeredAt?: number;
    health?: Record<string, ZonalHealth['verdict']>;
  } = {},
): Target {
  const { port = targetGroup.port, availabilityZone, registeredAt = 0, health = {} } = options;
  const target: Target = {
    id,
    port,
    availabilityZone,
    registeredAt,
    deregisteredAt: undefined,
    drainingUntil: undefined,
    health: new Map(),
  };
  for (const [zone, verdict] of Object.entries(health)) setVerdict(target, zone, verdict);
  targetGroup.targets.set(targetKey(id, port), target);
  return target;
}

/** What a node's probes would lead to, without the probes. */
export function setVerdict(target: Target, zone: string, verdict: ZonalHealth['verdict'], now = 0): void {
  const wasHealthy = target.health.get(zone)?.verdict === 'healthy';
  target.health.set(zone, {
    verdict,
    consecutiveSuccesses: 0,
    consecutiveFailures: 0,
    since: now,
    leftHealthyAt: wasHealthy && verdict === 'unhealthy' ? now : undefined,
    nextProbeAt: now,
    probeInFlight: false,
  });
}
