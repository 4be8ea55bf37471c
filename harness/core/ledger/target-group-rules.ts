import type { Rule } from './rule.ts';

/** Rules about target groups: NLB-TG. */
export const TARGET_GROUP_RULES = [
  {
    id: 'NLB-TG-01',
    statement: 'A target-group name follows a fixed alphabet and length.',
    values:
      "≤ 32; alphanumerics and hyphens; no leading/trailing hyphen; (undocumented) no double hyphen; `internal-` prefix is allowed here. Messages: `Target group name 'X' cannot be longer than '32' characters` · `Target group name 'X' can only contain characters that are alphanumeric characters or hyphens(-)` · `Target group name 'X' cannot begin or end with '-'` (ValidationError).",
    source: 'API(CreateTargetGroupInput.Name); MOTO; https://github.com/getnelson/nelson/issues/247',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-02',
    statement: 'Protocol, port and VPC are required of a target group.',
    values:
      "`A protocol must be specified` · `A port must be specified` · `A VPC ID must be specified` · `The VPC ID 'vpc-…' is not found` (ValidationError).",
    source: 'MOTO; API(VpcId)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-03',
    statement: 'CreateTargetGroup is idempotent; same name with other settings is refused.',
    values:
      "`DuplicateTargetGroupName: A target group with the same name 'X' exists, but with different settings`.",
    source: 'API(CreateTargetGroup); TFP#32942',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-04',
    statement:
      'Target types with UDP/TCP_UDP are `instance` (default) and `ip`; `alb` is TCP only, `lambda` never.',
    values:
      "in Dec 2019 `ip` was still refused (`Target type 'ip' is not supported for target groups with UDP protocol`), now accepted.",
    source:
      'DOC(load-balancer-target-groups); https://github.com/terraform-aws-modules/terraform-aws-alb/issues/132',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-05',
    statement: 'Name, protocol, port, VPC, target type and IP type are fixed at creation.',
    values: undefined,
    source: 'API(ModifyTargetGroupInput has no such members)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-06',
    statement: 'Health checks cannot use UDP.',
    values:
      "allowed HTTP, HTTPS, TCP; `Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'` (code?: ValidationError).",
    source: 'API(HealthCheckProtocol); PF(tg-health-check-protocol)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-07',
    statement: 'Health checks cannot be switched off for instance/ip targets.',
    values: "`Health check enabled must be true for target groups with target type 'instance'` (code?).",
    source: 'API(HealthCheckEnabled); PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-08',
    statement: 'The health check of a UDP target group has fixed defaults.',
    values:
      'protocol TCP, port `traffic-port`, interval 30, timeout 10, healthy 5, unhealthy 2, enabled true, IpAddressType ipv4, no Path, no Matcher.',
    source: 'API; RD(TgUdp)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-09',
    statement: 'The settings of a health check have fixed ranges.',
    values:
      'interval 5–300 s; timeout 2–120 s; both thresholds 2–10; path 1–1024 chars, default `/`; HTTP matcher default `200-399`, range 200–599; timeout default HTTP 6, HTTPS 10, TCP 10.',
    source:
      'API(HealthCheckIntervalSeconds, …TimeoutSeconds, …ThresholdCount, Path, Matcher); DOC(target-group-health-checks)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-10',
    statement: 'Timeout may equal but not exceed the interval for TCP-family TGs.',
    values:
      "`Health check timeout '6' must be smaller than or equal to the interval '5'`; for HTTP/HTTPS TGs it must be strictly smaller. So interval 5 with the default timeout 10 is refused unless timeout is also set.",
    source: 'MOTO; PF(hc-timeout-interval)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-11',
    statement: 'Path and matcher are refused with TCP health checks.',
    values:
      '`Health check paths are not supported for TCP health checks`; `InvalidConfigurationRequest: Health check matchers are not supported for TCP health checks`.',
    source: 'PF; MOTO',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-12',
    statement:
      'ModifyTargetGroup may change health-check protocol, port, path, interval, timeout, both thresholds and matcher.',
    values:
      'since 2022-11-17; before that interval/protocol/timeout were fixed on NLB (old threads). The API text still marks the timeout "HTTP/HTTPS only" (stale).',
    source: 'API(ModifyTargetGroupInput); DOC(doc-history)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-13',
    statement: 'A UDP or TCP_UDP target group has exactly 13 attributes.',
    values:
      '`stickiness.enabled=false`, `stickiness.type=source_ip`, `load_balancing.cross_zone.enabled=use_load_balancer_configuration`, `deregistration_delay.timeout_seconds=300`, `deregistration_delay.connection_termination.enabled=true` (false for TCP/TLS), `preserve_client_ip.enabled=true`, `proxy_protocol_v2.enabled=false`, `target_group_health.dns_failover.minimum_healthy_targets.count=1`, `….dns_failover.minimum_healthy_targets.percentage=off`, `target_group_health.unhealthy_state_routing.minimum_healthy_targets.count=1`, `….unhealthy_state_routing.minimum_healthy_targets.percentage=off`, `target_health_state.unhealthy.connection_termination.enabled=true`, `target_health_state.unhealthy.draining_interval_seconds=0`.',
    source:
      'RD (UDP and TCP_UDP, instance and ip); https://github.com/go-to-k/cdk-real-drift/issues/1664, /1681',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-14',
    statement:
      'Whether `target_health_state.unhealthy.connection_termination.enabled` may be set on UDP is told in two ways.',
    values:
      'whether a Modify to true/false is accepted or refused on UDP is not established; Terraform only sends it for TCP/TLS.',
    source:
      'API(TargetGroupAttribute.Key); RD; terraform-provider-aws `internal/service/elbv2/target_group.go`',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'partial',
    note: 'Not established on AWS. The attribute is returned as `true`, and both values are taken.',
  },
  {
    id: 'NLB-TG-15',
    statement: 'Client IP preservation cannot be switched off for UDP/TCP_UDP.',
    values:
      '`InvalidConfigurationRequest: preserve_client_ip.enabled cannot be false if the target group protocol is UDP or TCP_UDP` (a trailing `.` in one record).',
    source: 'API(TargetGroupAttribute); LBC#4899; PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-16',
    statement: 'The deregistration delay has a fixed range.',
    values:
      "0–3600, default 300; `'deregistration_delay.timeout_seconds' value 'X' must be between '0-3600' inclusive` (ValidationError).",
    source: 'API; MOTO',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-17',
    statement: 'The unhealthy draining interval needs connection termination on unhealthy targets to be off.',
    values:
      "0–360000; `InvalidConfigurationRequest: You cannot have both 'target_health_state.unhealthy.connection_termination.enabled' and 'target_health_state.unhealthy.draining_interval_seconds' enabled on a target group`; `'target_health_state.unhealthy.draining_interval_seconds' value '400000' must be between '0-360000' inclusive`.",
    source: 'API; LBC#4648; PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-18',
    statement: 'Stickiness on NLB TGs is `source_ip` only; allowed for UDP and TCP_UDP, not TLS/QUIC.',
    values:
      "`InvalidConfigurationRequest: Stickiness type 'lb_cookie' is not supported for target groups with the UDP protocol`; TLS: `You cannot enable stickiness on target groups with the TLS protocol`; bad value: `'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]`.",
    source: 'DOC(edit-target-group-attributes); MOTO',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-19',
    statement: 'The cross-zone setting of a target group overrides that of the load balancer.',
    values:
      "`true` | `false` | `use_load_balancer_configuration`; `'load_balancing.cross_zone.enabled' must be one of use_load_balancer_configuration,true,false`.",
    source: 'API; PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-20',
    statement: 'The health-threshold attributes are checked against each other.',
    values:
      "`The value of 'target_group_health.dns_failover.minimum_healthy_targets.count' must be 'off' or a positive integer`; `DNS failover threshold must be greater than or equal to unhealthy state routing threshold` (codes?).",
    source: 'PF',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-21',
    statement: 'Unknown and duplicate attribute keys are refused by name.',
    values:
      "`Target group attribute key 'X' is not recognized`; `Target group attribute keys must be unique: '[key]'`; foreign to the protocol: `A target group with HTTP protocol does not support the attribute preserve_client_ip.enabled`.",
    source: 'PF; MOTO',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-22',
    statement: 'DeleteTargetGroup is refused while referenced by a listener or rule.',
    values: "`ResourceInUse: Target group '<arn>' is currently in use by a listener or a rule`.",
    source: 'API(DeleteTargetGroup); MOTO; terraform-provider-aws source match',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TG-23',
    statement: 'Proxy protocol v2 may be set on UDP TGs, default off.',
    values:
      'per-datagram header format on UDP is not documented. With it on, health-check connections carry the header too.',
    source: 'DOC(edit-target-group-attributes, target-group-health-checks)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The attribute is kept; no header is added to datagrams or health checks.',
  },
  {
    id: 'NLB-TG-24',
    statement: 'IPv6 target groups take all protocols and stand behind dualstack load balancers only.',
    values:
      'all protocols incl. UDP; only behind dualstack; `instance` targets need a primary IPv6 address. Source address seen by the target is an LB address when client and target families differ.',
    source: 'DOC(load-balancer-target-groups)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'The groups can be made, and are refused behind ipv4 load balancers; their targets are refused by name, and no datagram goes over IPv6.',
  },
  {
    id: 'NLB-TG-25',
    statement:
      'The default of `deregistration_delay.connection_termination.enabled` depends on the age of the target group.',
    values: 'UDP/TCP_UDP TGs created since 2023-10-12: true; older: false. Can be switched off explicitly.',
    source:
      'DOC(doc-history); https://aws.amazon.com/about-aws/whats-new/2023/10/aws-nlb-availability-performance-capabilities/; API(TargetGroupAttribute)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'Every target group here is a new one.',
  },
] as const satisfies readonly Rule[];
