import { expect, test } from 'vitest';
import { asRecord, attributes, openAccount } from './account.fixture.ts';

const UDP_DEFAULTS = {
  'stickiness.enabled': 'false',
  'stickiness.type': 'source_ip',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'deregistration_delay.timeout_seconds': '300',
  'deregistration_delay.connection_termination.enabled': 'true',
  'preserve_client_ip.enabled': 'true',
  'proxy_protocol_v2.enabled': 'false',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
  'target_health_state.unhealthy.connection_termination.enabled': 'true',
  'target_health_state.unhealthy.draining_interval_seconds': '0',
};

test.each(['UDP', 'TCP_UDP'])(
  'NLB-TG-13 returns thirteen attributes of a %s group, in order',
  async (Protocol) => {
    const account = await openAccount();
    for (const TargetType of ['instance', 'ip']) {
      const TargetGroupArn = await account.createTargetGroup({ Name: TargetType, Protocol, TargetType });
      expect((await account.call('DescribeTargetGroupAttributes', { TargetGroupArn })).Attributes).toEqual(
        attributes(UDP_DEFAULTS),
      );
    }
  },
);

test.each(['TCP', 'TLS'])(
  'NLB-TG-13 NLB-TG-25 leaves connections of a deregistered %s target open',
  async (Protocol) => {
    const account = await openAccount();
    const TargetGroupArn = await account.createTargetGroup({ Protocol });
    const { Attributes } = await account.call('DescribeTargetGroupAttributes', { TargetGroupArn });
    expect(asRecord(Attributes)).toEqual({
      ...UDP_DEFAULTS,
      'deregistration_delay.connection_termination.enabled': 'false',
    });
  },
);

const INVALID = 'InvalidConfigurationRequest: ';
const REFUSED: readonly [title: string, settings: Record<string, string>, refusal: string][] = [
  [
    'NLB-TG-15 giving up the client address',
    { 'preserve_client_ip.enabled': 'false' },
    `${INVALID}preserve_client_ip.enabled cannot be false if the target group protocol is UDP or TCP_UDP`,
  ],
  [
    'NLB-TG-16 a delay of 3601 s',
    { 'deregistration_delay.timeout_seconds': '3601' },
    "ValidationError: 'deregistration_delay.timeout_seconds' value '3601' must be between '0-3600' inclusive",
  ],
  [
    'NLB-TG-16 a delay that is no number',
    { 'deregistration_delay.timeout_seconds': 'soon' },
    "ValidationError: 'deregistration_delay.timeout_seconds' value 'soon' must be between '0-3600' inclusive",
  ],
  [
    'NLB-TG-17 a draining interval while connections are terminated',
    { 'target_health_state.unhealthy.draining_interval_seconds': '60' },
    `${INVALID}You cannot have both 'target_health_state.unhealthy.connection_termination.enabled' and 'target_health_state.unhealthy.draining_interval_seconds' enabled on a target group`,
  ],
  [
    'NLB-TG-17 a draining interval of 400000 s',
    { 'target_health_state.unhealthy.draining_interval_seconds': '400000' },
    "ValidationError: 'target_health_state.unhealthy.draining_interval_seconds' value '400000' must be between '0-360000' inclusive",
  ],
  [
    'NLB-TG-18 a cookie',
    { 'stickiness.type': 'lb_cookie' },
    `${INVALID}Stickiness type 'lb_cookie' is not supported for target groups with the UDP protocol`,
  ],
  [
    'NLB-TG-18 an unknown stickiness type',
    { 'stickiness.type': 'glue' },
    "ValidationError: 'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]",
  ],
  [
    'NLB-TG-19 an unknown cross-zone value',
    { 'load_balancing.cross_zone.enabled': 'maybe' },
    "ValidationError: 'load_balancing.cross_zone.enabled' must be one of use_load_balancer_configuration,true,false",
  ],
  [
    'NLB-TG-20 a count of zero',
    { 'target_group_health.dns_failover.minimum_healthy_targets.count': '0' },
    "ValidationError: The value of 'target_group_health.dns_failover.minimum_healthy_targets.count' must be 'off' or a positive integer",
  ],
  [
    'NLB-TG-20 failing open before leaving DNS',
    { 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '2' },
    `${INVALID}DNS failover threshold must be greater than or equal to unhealthy state routing threshold`,
  ],
  [
    'NLB-TG-21 an unknown key',
    { 'waf.enabled': 'true' },
    "ValidationError: Target group attribute key 'waf.enabled' is not recognized",
  ],
  [
    'NLB-TG-21 a key of HTTP groups',
    { 'slow_start.duration_seconds': '30' },
    `${INVALID}A target group with UDP protocol does not support the attribute slow_start.duration_seconds`,
  ],
  [
    'what is neither true nor false',
    { 'proxy_protocol_v2.enabled': 'banana' },
    "ValidationError: 'proxy_protocol_v2.enabled' must be one of true,false",
  ],
];

test.each(REFUSED)('refuses %s', async (_title, settings, refusal) => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  const input = { TargetGroupArn, Attributes: attributes(settings) };
  expect(await account.refusal('ModifyTargetGroupAttributes', input)).toBe(refusal);
});

test('NLB-TG-21 refuses a key that is named twice', async () => {
  const account = await openAccount();
  const Attributes = ['true', 'false'].map((Value) => ({ Key: 'stickiness.enabled', Value }));
  expect(
    await account.refusal('ModifyTargetGroupAttributes', {
      TargetGroupArn: await account.createTargetGroup(),
      Attributes,
    }),
  ).toBe("ValidationError: Target group attribute keys must be unique: '[stickiness.enabled]'");
});

test('NLB-TG-21 names the protocol of a group that has no such attribute', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup({ Protocol: 'HTTP' });
  const Attributes = attributes({ 'preserve_client_ip.enabled': 'true' });
  expect(await account.refusal('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })).toBe(
    `${INVALID}A target group with HTTP protocol does not support the attribute preserve_client_ip.enabled`,
  );
});

const TAKEN: readonly [title: string, settings: Record<string, string>][] = [
  ['NLB-TG-16 the least delay', { 'deregistration_delay.timeout_seconds': '0' }],
  ['NLB-TG-16 the greatest delay', { 'deregistration_delay.timeout_seconds': '3600' }],
  [
    'NLB-TG-18 stickiness by source address',
    { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' },
  ],
  ['NLB-TG-23 proxy protocol', { 'proxy_protocol_v2.enabled': 'true' }],
  ['NLB-TG-25 leaving flows open', { 'deregistration_delay.connection_termination.enabled': 'false' }],
  [
    'NLB-TG-14 keeping flows of unhealthy targets on UDP',
    { 'target_health_state.unhealthy.connection_termination.enabled': 'false' },
  ],
  [
    'NLB-TG-17 draining without termination',
    {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '60',
    },
  ],
];

test.each(TAKEN)('takes %s on UDP', async (_title, settings) => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup();
  await account.call('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes: attributes(settings) });
  const { Attributes } = await account.call('DescribeTargetGroupAttributes', { TargetGroupArn });
  expect(asRecord(Attributes)).toEqual({ ...UDP_DEFAULTS, ...settings });
});

test('NLB-TG-18 refuses stickiness on TLS', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup({ Protocol: 'TLS' });
  const Attributes = attributes({ 'stickiness.enabled': 'true' });
  expect(await account.refusal('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes })).toBe(
    `${INVALID}You cannot enable stickiness on target groups with the TLS protocol`,
  );
});
