/** The 33 questions of rows.py: what is asked, and what AWS answers as far as it is known. */
export interface ExpectedRow {
  readonly question: string;
  readonly aws: string;
  /** What an answer that is AWS's looks like. */
  readonly right: RegExp;
}

const row = (question: string, aws: string, right: RegExp): ExpectedRow => ({ question, aws, right });

export const EXPECTED: readonly ExpectedRow[] = [
  row('ARNs of an NLB and its listener', '`net/`', /loadbalancer\/net.*listener\/net/),
  row(
    'hosted zone and DNS name',
    "the Region's zone, `<name>-<hex16>.elb.<region>`",
    /^Z26RNL4JYFTOTI, shape-<hex16>\.elb\.us-east-1/,
  ),
  row(
    'a load balancer name that is taken',
    'same settings: the same one; others refused',
    /the same;.*DuplicateLoadBalancerName/,
  ),
  row('70 characters, `internal-`, `_`, `!` in a name', 'refused', /^(ValidationError(; )?){4}$/),
  row('an unknown security group at creation', '`InvalidSecurityGroup`', /^InvalidSecurityGroup/),
  row('security groups for an NLB made without', 'refused', /^InvalidConfigurationRequest/),
  row('SetSubnets with one zone', 'accepted for an NLB', /^accepted/),
  row(
    'load balancer attributes',
    "the NLB's 8; keys of ALBs refused",
    /^8 keys, with .*ALB key: ValidationError/,
  ),
  row('deleting under deletion protection', '`OperationNotPermitted`', /^OperationNotPermitted/),
  row('a health check over UDP', 'refused', /^ValidationError/),
  row(
    'interval 5 alone; defaults of HTTP checks',
    'refused; path `/`, matcher 200-399, timeout 6',
    /^ValidationError.*path \/, matcher 200-399, timeout 6/,
  ),
  row('port 99999', 'refused', /^ValidationError/),
  row('the same target group twice', 'accepted: the same one', /^accepted/),
  row('protocol QUIC', 'accepted', /^accepted/),
  row('TargetType `alb` with UDP', 'refused (unverified)', /^(?!accepted)/),
  row('attributes of a UDP target group', '13 keys, termination on', /^13 keys, 0 .* true$/),
  row('`preserve_client_ip` off, a wrong value, an unknown key', 'refused', /^(?!.*accepted)/),
  row('a deregistration delay of 3600', 'accepted', /^accepted/),
  row('a second listener on a port', '`DuplicateListener`', /^DuplicateListener/),
  row(
    'a UDP listener to an HTTP or TCP group',
    '`IncompatibleProtocols`',
    /^HTTP: Incompatible.*TCP: Incompatible/,
  ),
  row('fixed-response on a UDP listener', 'refused', /^(?!accepted)/),
  row('ModifyListener from TCP_UDP to UDP', 'accepted', /^accepted/),
  row(
    '`tcp.idle_timeout.seconds` on a UDP listener',
    'absent; refused',
    /has 0 attributes; setting it: (?!accepted)/,
  ),
  row('SslPolicy of a UDP listener', 'absent', /^absent/),
  row('one address with two ports', 'two targets', /^2 targets/),
  row('999.1.1.1 and 8.8.8.8 as targets', 'refused', /^(?!.*accepted)/),
  row('a new target', '`initial`; the port is a number', /^initial\/Elb\.\w+, port 53$/),
  row('a target of a group that nobody uses', '`unused`, `Target.NotInUse`', /^unused\/Target\.NotInUse$/),
  row(
    'an address that is not registered',
    '`unused`, `Target.NotRegistered`',
    /^unused\/Target\.NotRegistered$/,
  ),
  row(
    'a target that was deregistered',
    '`draining` for the delay',
    /^draining\/Target\.DeregistrationInProgress$/,
  ),
  row('deregistering what is not registered', 'accepted', /^accepted/),
  row('one target group behind two NLBs', '`TargetGroupAssociationLimit`', /^TargetGroupAssociationLimit/),
  row('weights over a UDP and a TCP group', 'refused (unverified)', /^(?!accepted)/),
];
