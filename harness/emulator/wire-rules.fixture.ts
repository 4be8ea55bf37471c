import type { Deployment } from '../deployment/deployment.ts';

/** One call of ELBv2 and how AWS ends it. */
export interface WireRule {
  /** Begins with the rule's id. */
  readonly title: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Undefined where AWS accepts the call. */
  readonly code: string | undefined;
  readonly text: string;
}

/** What the calls refer to. */
export interface WireStage {
  /** UDP 8080, with security groups. */
  readonly nlb: Deployment;
  readonly subnetIds: readonly string[];
  /** A second subnet in the zone of the first. */
  readonly neighbourSubnetId: string;
  /** Made without security groups. */
  readonly bareLoadBalancerArn: string;
  readonly applicationLoadBalancerArn: string;
  /** Free target groups, by protocol. */
  readonly groups: Readonly<Record<'UDP' | 'TCP' | 'TLS', string>>;
}

/** A third of the API's rules: those that people who write infrastructure for UDP meet first. */
export function wireRules(stage: WireStage): readonly WireRule[] {
  const { nlb, subnetIds, groups } = stage;
  const group = (input: object) => ({ Name: 'new', Protocol: 'UDP', Port: 53, VpcId: nlb.vpcId, ...input });
  const balancer = (input: object) => ({ Name: 'new', Type: 'network', Subnets: [subnetIds[0]], ...input });
  const listener = (input: object) => ({
    LoadBalancerArn: nlb.loadBalancerArn,
    Protocol: 'UDP',
    Port: 53,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: groups.UDP }],
    ...input,
  });
  const groupAttribute = (TargetGroupArn: string, Key: string, Value: string) => ({
    TargetGroupArn,
    Attributes: [{ Key, Value }],
  });
  const balancerAttribute = (Key: string, Value: string) => ({
    LoadBalancerArn: nlb.loadBalancerArn,
    Attributes: [{ Key, Value }],
  });
  const rule = (title: string, operation: string, input: object, code: string, text: string): WireRule => ({
    title,
    operation,
    input: input as WireRule['input'],
    code,
    text,
  });
  const createGroup = 'CreateTargetGroup';
  const createBalancer = 'CreateLoadBalancer';
  const createListener = 'CreateListener';
  const modifyGroup = 'ModifyTargetGroupAttributes';
  const modifyBalancer = 'ModifyLoadBalancerAttributes';
  const invalid = 'ValidationError';
  const misconfigured = 'InvalidConfigurationRequest';
  return [
    rule(
      'NLB-LB-02 a long name',
      createBalancer,
      balancer({ Name: 'x'.repeat(33) }),
      invalid,
      "cannot be longer than '32' characters",
    ),
    rule(
      'NLB-LB-02 a name that begins with internal-',
      createBalancer,
      balancer({ Name: 'internal-a' }),
      invalid,
      "cannot begin with 'internal-'",
    ),
    rule(
      'NLB-LB-02 a name that ends with a hyphen',
      createBalancer,
      balancer({ Name: 'a-' }),
      invalid,
      'cannot end with a hyphen(-)',
    ),
    rule(
      'NLB-LB-03 a taken name with another scheme',
      createBalancer,
      balancer({ Name: nlb.name, Scheme: 'internal' }),
      'DuplicateLoadBalancerName',
      'exists, but with different settings',
    ),
    rule(
      'NLB-LB-04 no subnet',
      createBalancer,
      balancer({ Subnets: [] }),
      invalid,
      'At least one subnet must be specified',
    ),
    rule(
      'NLB-LB-05 two subnets of a zone',
      createBalancer,
      balancer({ Subnets: [subnetIds[0], stage.neighbourSubnetId] }),
      misconfigured,
      'multiple subnets in the same Availability Zone',
    ),
    rule(
      'NLB-LB-15 an attribute of ALBs',
      modifyBalancer,
      balancerAttribute('idle_timeout.timeout_seconds', '60'),
      invalid,
      "key 'idle_timeout.timeout_seconds' is not recognized",
    ),
    rule(
      'NLB-SG-01 groups for an NLB made without',
      'SetSecurityGroups',
      { LoadBalancerArn: stage.bareLoadBalancerArn, SecurityGroups: [nlb.targetSecurityGroupId] },
      misconfigured,
      'created without any security groups',
    ),
    rule(
      'NLB-SG-04 an unknown group',
      createBalancer,
      balancer({ SecurityGroups: ['sg-0123456789abcdef0'] }),
      'InvalidSecurityGroup',
      'One or more security groups are invalid',
    ),
    rule(
      'NLB-LI-02 UDP on an ALB',
      createListener,
      listener({ LoadBalancerArn: stage.applicationLoadBalancerArn }),
      invalid,
      "Listener protocol 'UDP' must be one of 'HTTP, HTTPS'",
    ),
    rule(
      'NLB-LI-03 a protocol that is none',
      createListener,
      listener({ Protocol: 'SCTP' }),
      invalid,
      "Value 'SCTP' at 'protocol' failed to satisfy constraint",
    ),
    rule(
      'NLB-LI-05 a second listener on a port',
      createListener,
      listener({
        Port: 8080,
        Protocol: 'TCP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: groups.TCP }],
      }),
      'DuplicateListener',
      'A listener already exists on this port',
    ),
    rule(
      'NLB-LI-09 a UDP listener to a TCP group',
      createListener,
      listener({ DefaultActions: [{ Type: 'forward', TargetGroupArn: groups.TCP }] }),
      'IncompatibleProtocols',
      'incompatible protocols',
    ),
    rule(
      'NLB-LI-10 a fixed response',
      createListener,
      listener({ DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }] }),
      'InvalidLoadBalancerAction',
      "The action type 'fixed-response' is not valid with network load balancer",
    ),
    rule(
      'NLB-LI-13 a target group of another NLB',
      createListener,
      listener({
        LoadBalancerArn: stage.bareLoadBalancerArn,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: nlb.targetGroup.arn }],
      }),
      'TargetGroupAssociationLimit',
      'cannot be associated with more than one load balancer',
    ),
    rule(
      'NLB-LI-15 an idle time-out on a UDP listener',
      'ModifyListenerAttributes',
      { ListenerArn: nlb.listenerArn, Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '60' }] },
      invalid,
      'The provided listener attribute is not supported',
    ),
    rule(
      'NLB-TG-01 a long name',
      createGroup,
      group({ Name: 'x'.repeat(33) }),
      invalid,
      "cannot be longer than '32' characters",
    ),
    rule(
      'NLB-TG-01 a name with an underscore',
      createGroup,
      group({ Name: 'a_b' }),
      invalid,
      'alphanumeric characters or hyphens(-)',
    ),
    rule(
      'NLB-TG-02 no VPC',
      createGroup,
      { Name: 'new', Protocol: 'UDP', Port: 53 },
      invalid,
      'A VPC ID must be specified',
    ),
    rule(
      'NLB-TG-03 a taken name with another port',
      createGroup,
      group({ Name: nlb.targetGroup.name, Port: 99 }),
      'DuplicateTargetGroupName',
      'exists, but with different settings',
    ),
    rule(
      'NLB-TG-06 a health check over UDP',
      createGroup,
      group({ HealthCheckProtocol: 'UDP' }),
      invalid,
      "Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'",
    ),
    rule(
      'NLB-TG-07 no health checks',
      createGroup,
      group({ HealthCheckEnabled: false }),
      invalid,
      'Health check enabled must be true',
    ),
    rule(
      'NLB-TG-10 an interval below the default time-out',
      createGroup,
      group({ HealthCheckIntervalSeconds: 5 }),
      invalid,
      "Health check timeout '10' must be smaller than or equal to the interval '5'",
    ),
    rule(
      'NLB-TG-11 a path for TCP checks',
      createGroup,
      group({ HealthCheckPath: '/' }),
      misconfigured,
      'Health check paths are not supported for TCP health checks',
    ),
    rule(
      'NLB-TG-15 giving up the client address',
      modifyGroup,
      groupAttribute(groups.UDP, 'preserve_client_ip.enabled', 'false'),
      misconfigured,
      'preserve_client_ip.enabled cannot be false',
    ),
    rule(
      'NLB-TG-16 a delay of 3601 s',
      modifyGroup,
      groupAttribute(groups.UDP, 'deregistration_delay.timeout_seconds', '3601'),
      invalid,
      "must be between '0-3600' inclusive",
    ),
    rule(
      'NLB-TG-18 a cookie for UDP',
      modifyGroup,
      groupAttribute(groups.UDP, 'stickiness.type', 'lb_cookie'),
      misconfigured,
      "Stickiness type 'lb_cookie' is not supported",
    ),
    rule(
      'NLB-TG-19 a wrong word for cross-zone',
      modifyGroup,
      groupAttribute(groups.UDP, 'load_balancing.cross_zone.enabled', 'maybe'),
      invalid,
      'must be one of use_load_balancer_configuration,true,false',
    ),
    rule(
      'NLB-TG-21 an unknown key',
      modifyGroup,
      groupAttribute(groups.UDP, 'made.up', '1'),
      invalid,
      "Target group attribute key 'made.up' is not recognized",
    ),
    rule(
      'NLB-TG-22 deleting a group in use',
      'DeleteTargetGroup',
      { TargetGroupArn: nlb.targetGroup.arn },
      'ResourceInUse',
      'is currently in use by a listener or a rule',
    ),
    rule(
      'NLB-TA-03 a public address',
      'RegisterTargets',
      { TargetGroupArn: groups.TLS, Targets: [{ Id: '8.8.8.8' }] },
      invalid,
      'VPC subnet, RFC1918, or RFC6598',
    ),
    {
      title: 'NLB-TA-06 deregistering what is not registered',
      operation: 'DeregisterTargets',
      input: { TargetGroupArn: groups.TLS, Targets: [{ Id: '10.0.0.1' }] },
      code: undefined,
      text: '',
    },
  ];
}
