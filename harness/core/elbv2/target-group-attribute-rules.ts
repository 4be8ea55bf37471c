import { validationError } from '../aws-error.ts';
import { type AttributeRule, anyText, between, mustBeOneOf } from './attribute-rules.ts';
import type { ListenerProtocol, TargetGroup, TargetType } from './state.ts';

const onOff = mustBeOneOf('true', 'false');

// NLB-TG-18: AWS lists all three types for every protocol, and says later which one the protocol lacks.
const stickinessType: AttributeRule['check'] = (value) => {
  if (!['app_cookie', 'lb_cookie', 'source_ip'].includes(value))
    throw validationError("'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]");
};

const offOrPositive: AttributeRule['check'] = (value, key) => {
  if (value !== 'off' && !/^[1-9]\d*$/.test(value))
    throw validationError(`The value of '${key}' must be 'off' or a positive integer`);
};

// The text is unsure: only the one of `offOrPositive` is recorded (NLB-TG-20).
const positive: AttributeRule['check'] = (value, key) => {
  if (!/^[1-9]\d*$/.test(value)) throw validationError(`The value of '${key}' must be a positive integer`);
};

const offOrPercentage: AttributeRule['check'] = (value, key) => {
  if (value !== 'off' && !(/^[1-9]\d*$/.test(value) && Number(value) <= 100))
    throw validationError(`The value of '${key}' must be 'off' or an integer between 1 and 100`);
};

const CROSS_ZONE: AttributeRule = {
  key: 'load_balancing.cross_zone.enabled',
  initial: 'use_load_balancer_configuration',
  check: mustBeOneOf('use_load_balancer_configuration', 'true', 'false'),
};

const DEREGISTRATION_DELAY: AttributeRule = {
  key: 'deregistration_delay.timeout_seconds',
  initial: '300',
  check: between(0, 3600),
};

const GROUP_HEALTH: readonly AttributeRule[] = [
  {
    key: 'target_group_health.dns_failover.minimum_healthy_targets.count',
    initial: '1',
    check: offOrPositive,
  },
  {
    key: 'target_group_health.dns_failover.minimum_healthy_targets.percentage',
    initial: 'off',
    check: offOrPercentage,
  },
  {
    key: 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
    initial: '1',
    check: positive,
  },
  {
    key: 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
    initial: 'off',
    check: offOrPercentage,
  },
];

/** NLB-TG-13: exactly 13 keys. Defaults that the protocol decides: NLB-TG-25; NLB-RT-04 for the client's address. */
function networkRules(protocol: ListenerProtocol, targetType: TargetType): readonly AttributeRule[] {
  const isUdp = protocol === 'UDP' || protocol === 'TCP_UDP';
  // TCP and TLS groups of addresses are the only ones that do not keep the client's address by default.
  const losesClientAddress = targetType === 'ip' && (protocol === 'TCP' || protocol === 'TLS');
  return [
    { key: 'stickiness.enabled', initial: 'false', check: onOff },
    { key: 'stickiness.type', initial: 'source_ip', check: stickinessType },
    CROSS_ZONE,
    DEREGISTRATION_DELAY,
    {
      key: 'deregistration_delay.connection_termination.enabled',
      initial: String(isUdp),
      check: onOff,
    },
    { key: 'preserve_client_ip.enabled', initial: String(!losesClientAddress), check: onOff },
    { key: 'proxy_protocol_v2.enabled', initial: 'false', check: onOff },
    ...GROUP_HEALTH,
    { key: 'target_health_state.unhealthy.connection_termination.enabled', initial: 'true', check: onOff },
    {
      key: 'target_health_state.unhealthy.draining_interval_seconds',
      initial: '0',
      check: between(0, 360_000),
    },
  ];
}

const APPLICATION: readonly AttributeRule[] = [
  { key: 'stickiness.enabled', initial: 'false', check: onOff },
  { key: 'stickiness.type', initial: 'lb_cookie', check: stickinessType },
  { key: 'stickiness.lb_cookie.duration_seconds', initial: '86400', check: between(1, 604_800) },
  { key: 'stickiness.app_cookie.cookie_name', initial: '', check: anyText },
  { key: 'stickiness.app_cookie.duration_seconds', initial: '86400', check: between(1, 604_800) },
  CROSS_ZONE,
  DEREGISTRATION_DELAY,
  { key: 'slow_start.duration_seconds', initial: '0', check: between(0, 900) },
  {
    key: 'load_balancing.algorithm.type',
    initial: 'round_robin',
    check: mustBeOneOf('round_robin', 'least_outstanding_requests', 'weighted_random'),
  },
  ...GROUP_HEALTH,
];

/** The attributes that a target group has, in AWS's order, with their defaults. */
export function targetGroupAttributeRules({
  protocol,
  targetType,
}: Pick<TargetGroup, 'protocol' | 'targetType'>): readonly AttributeRule[] {
  return protocol === 'HTTP' || protocol === 'HTTPS' ? APPLICATION : networkRules(protocol, targetType);
}

/** Whether any kind of target group knows the key: a foreign key is refused differently from an unknown one. */
export function isTargetGroupAttributeKey(key: string): boolean {
  return [...APPLICATION, ...networkRules('UDP', 'instance')].some((rule) => rule.key === key);
}
