import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { type AttributeSetting, checkAttributeSettings } from './attribute-rules.ts';
import { getTargetGroup } from './lookup.ts';
import type { TargetGroup } from './state.ts';
import { isTargetGroupAttributeKey, targetGroupAttributeRules } from './target-group-attribute-rules.ts';

/**
 * ModifyTargetGroupAttributes. Throws TargetGroupNotFound, ValidationError, InvalidConfigurationRequest.
 * Returns the whole set.
 */
export function modifyTargetGroupAttributes(
  region: Region,
  targetGroupArn: string,
  settings: readonly AttributeSetting[],
): ReadonlyMap<string, string> {
  const targetGroup = getTargetGroup(region, targetGroupArn);
  checkAttributeSettings(targetGroupAttributeRules(targetGroup), settings, {
    maxSettings: 20,
    subject: 'Target group',
    unknownKey: (key) => unknownKey(targetGroup, key),
  });
  const after = new Map(targetGroup.attributes);
  for (const { key, value } of settings) after.set(key, value);
  checkStickiness(targetGroup, after);
  checkUdp(targetGroup, after);
  checkQuic(targetGroup, after);
  checkTermination(after);
  checkThresholds(after);
  for (const { key, value } of settings) targetGroup.attributes.set(key, value);
  return targetGroup.attributes;
}

/** NLB-TG-21. */
function unknownKey({ protocol }: TargetGroup, key: string): AwsError {
  return isTargetGroupAttributeKey(key)
    ? invalidConfiguration(`A target group with ${protocol} protocol does not support the attribute ${key}`)
    : validationError(`Target group attribute key '${key}' is not recognized`);
}

/** NLB-TG-18. */
function checkStickiness({ protocol }: TargetGroup, after: ReadonlyMap<string, string>): void {
  const type = after.get('stickiness.type') ?? '';
  const isApplication = protocol === 'HTTP' || protocol === 'HTTPS';
  if (isApplication === (type === 'source_ip'))
    throw invalidConfiguration(
      `Stickiness type '${type}' is not supported for target groups with the ${protocol} protocol`,
    );
  if (after.get('stickiness.enabled') === 'true' && ['TLS', 'QUIC', 'TCP_QUIC'].includes(protocol))
    throw invalidConfiguration(`You cannot enable stickiness on target groups with the ${protocol} protocol`);
}

/** NLB-TG-15. */
function checkUdp({ protocol }: TargetGroup, after: ReadonlyMap<string, string>): void {
  if ((protocol === 'UDP' || protocol === 'TCP_UDP') && after.get('preserve_client_ip.enabled') === 'false')
    throw invalidConfiguration(
      'preserve_client_ip.enabled cannot be false if the target group protocol is UDP or TCP_UDP',
    );
}

/** NLB-OT-05; the texts are unsure. */
function checkQuic({ protocol }: TargetGroup, after: ReadonlyMap<string, string>): void {
  if (protocol !== 'QUIC' && protocol !== 'TCP_QUIC') return;
  if (after.get('proxy_protocol_v2.enabled') === 'true')
    throw invalidConfiguration(
      `You cannot enable proxy_protocol_v2.enabled on target groups with the ${protocol} protocol`,
    );
  if (after.get('deregistration_delay.timeout_seconds') !== '300')
    throw invalidConfiguration(
      `You cannot modify deregistration_delay.timeout_seconds on target groups with the ${protocol} protocol`,
    );
}

/**
 * NLB-TG-17. That `connection_termination` itself may be set either way on UDP is unsure (NLB-TG-14): a live
 * group returns `true`, the API's text says that it cannot be enabled. Both values are taken here.
 */
function checkTermination(after: ReadonlyMap<string, string>): void {
  const terminationKey = 'target_health_state.unhealthy.connection_termination.enabled';
  const drainingKey = 'target_health_state.unhealthy.draining_interval_seconds';
  if (after.get(terminationKey) === 'true' && Number(after.get(drainingKey)) > 0)
    throw invalidConfiguration(
      `You cannot have both '${terminationKey}' and '${drainingKey}' enabled on a target group`,
    );
}

/** NLB-TG-20; the code is unsure. A threshold that is off is not compared. */
function checkThresholds(after: ReadonlyMap<string, string>): void {
  for (const unit of ['count', 'percentage']) {
    const dns = after.get(`target_group_health.dns_failover.minimum_healthy_targets.${unit}`);
    const routing = after.get(`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${unit}`);
    if (Number(dns) < Number(routing))
      throw invalidConfiguration(
        'DNS failover threshold must be greater than or equal to unhealthy state routing threshold',
      );
  }
}

function invalidConfiguration(message: string): AwsError {
  return new AwsError('InvalidConfigurationRequest', message);
}
