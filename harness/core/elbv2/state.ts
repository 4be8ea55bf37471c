/**
 * What the ELBv2 API keeps, in camelCase; names and values are AWS's. Instants are milliseconds on the harness
 * Clock. The operations on it live beside this file, one file a resource.
 */
export interface Elbv2State {
  /** By ARN, in the order of creation. */
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly targetGroups: Map<string, TargetGroup>;
}

export function createElbv2State(): Elbv2State {
  return { loadBalancers: new Map(), listeners: new Map(), targetGroups: new Map() };
}

export type LoadBalancerType = 'network' | 'application' | 'gateway';
export type LoadBalancerScheme = 'internet-facing' | 'internal';

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: LoadBalancerType;
  readonly scheme: LoadBalancerScheme;
  readonly vpcId: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly createdAt: number;
  ipAddressType: 'ipv4' | 'dualstack';
  state: 'provisioning' | 'active' | 'failed';
  /** When `provisioning` ends. */
  readonly activeAt: number;
  /** Empty means that no group filters this load balancer. */
  securityGroupIds: readonly string[];
  /** An NLB made without groups can never get one (NLB-SG-01). */
  readonly createdWithSecurityGroups: boolean;
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' | 'off' | undefined;
  /** One node an enabled Availability Zone; none where the load balancer could not be provisioned. */
  zones: readonly LoadBalancerZone[];
  /** Every key that DescribeLoadBalancerAttributes returns, in AWS's order. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Undefined until a capacity was asked for. Kept and echoed; no data plane has a capacity. */
  capacityReservation?: CapacityReservation;
}

/** The last request to reserve capacity units. */
export interface CapacityReservation {
  /** Undefined after a reset. */
  readonly capacityUnits: number | undefined;
  readonly modifiedAt: number;
  readonly provisionedAt: number;
  /** The decreases that still count against the day's number. */
  readonly decreasedAt: readonly number[];
}

/** The load balancer's presence in one enabled zone: the node. */
export interface LoadBalancerZone {
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly networkInterfaceId: string;
  readonly privateIpv4Address: string;
  /** Whether the caller chose that address; Describe echoes only chosen ones. */
  readonly isPrivateAddressChosen?: boolean;
  /** Only with an Elastic IP address in the subnet mapping. */
  readonly allocationId: string | undefined;
  readonly publicIp: string | undefined;
}

export type ListenerProtocol =
  | 'TCP'
  | 'TLS'
  | 'UDP'
  | 'TCP_UDP'
  | 'QUIC'
  | 'TCP_QUIC'
  | 'HTTP'
  | 'HTTPS'
  | 'GENEVE';

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  port: number;
  protocol: ListenerProtocol;
  defaultActions: readonly ForwardAction[];
  /** TLS, HTTPS and nothing else. Kept and echoed; no data plane uses it. */
  tls?: ListenerTls;
  /** Certificates beside the default one, only where there is `tls`; in the order of adding. */
  additionalCertificateArns?: readonly string[];
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
}

export interface ListenerTls {
  readonly sslPolicy: string;
  readonly certificateArn: string;
  readonly alpnPolicy: readonly string[];
}

export interface ForwardAction {
  readonly type: 'forward';
  readonly targetGroups: readonly WeightedTargetGroup[];
  readonly stickinessEnabled: boolean;
  readonly stickinessDurationSeconds: number | undefined;
  readonly order: number | undefined;
}

export interface WeightedTargetGroup {
  readonly targetGroupArn: string;
  /** Undefined counts as 1. */
  readonly weight: number | undefined;
}

export type TargetType = 'instance' | 'ip' | 'alb' | 'lambda';
export type HealthCheckProtocol = 'TCP' | 'HTTP' | 'HTTPS';

export interface HealthCheck {
  enabled: boolean;
  protocol: HealthCheckProtocol;
  /** A port number as a string, or `traffic-port`. */
  port: string;
  path: string | undefined;
  intervalSeconds: number;
  timeoutSeconds: number;
  healthyThresholdCount: number;
  unhealthyThresholdCount: number;
  /** Status codes as AWS writes them: `200`, `200,301`, `200-399`. */
  matcherHttpCode: string | undefined;
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly protocol: ListenerProtocol;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: TargetType;
  readonly ipAddressType: 'ipv4' | 'ipv6';
  readonly healthCheck: HealthCheck;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** By {@link targetKey}, in the order of registration. */
  readonly targets: Map<string, Target>;
  /**
   * Targets whose deregistration delay has ended with `deregistration_delay.connection_termination.enabled`
   * off: they take no new flow and no operation shows them, but a flow that never idles stays (NLB-RT-09).
   * By {@link targetKey}; an entry goes when the target is registered again.
   */
  readonly formerTargets: Map<string, Target>;
}

/** A registration: the same id may stand in a group more than once, with different ports (NLB-TA-02). */
export interface Target {
  /** Instance id or IP address. */
  readonly id: string;
  readonly port: number;
  /** The zone it is in; `all` for an address outside the VPC. */
  readonly availabilityZone: string | undefined;
  /** Only in QUIC and TCP_QUIC groups (NLB-OT-05). */
  readonly quicServerId?: string;
  readonly registeredAt: number;
  /** Set by DeregisterTargets. */
  deregisteredAt: number | undefined;
  /** Set by DeregisterTargets; the target is gone at this instant. */
  drainingUntil: number | undefined;
  /** What each enabled zone's node thinks of it (NLB-RT-18), by zone name. Kept by core/health. */
  readonly health: Map<string, ZonalHealth>;
}

/** One node's opinion of one target, and its schedule of checks. */
export interface ZonalHealth {
  verdict: 'initial' | 'healthy' | 'unhealthy';
  consecutiveSuccesses: number;
  consecutiveFailures: number;
  /** When `verdict` last changed. */
  since: number;
  /** When it last turned from healthy to unhealthy; undefined while it is healthy or never was. */
  leftHealthyAt: number | undefined;
  nextProbeAt: number;
  probeInFlight: boolean;
}

/** The key of a registration: (id, port), NLB-TA-02. */
export function targetKey(id: string, port: number): string {
  return `${id}:${port}`;
}
