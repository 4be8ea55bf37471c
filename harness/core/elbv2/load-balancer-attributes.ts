import { validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import {
  type AttributeRule,
  type AttributeSetting,
  anyText,
  between,
  checkAttributeSettings,
  validValue,
} from './attribute-rules.ts';
import { getLoadBalancer } from './lookup.ts';
import type { LoadBalancer, LoadBalancerType } from './state.ts';

const onOff = validValue('true', 'false');

const ACCESS_LOGS: readonly AttributeRule[] = [
  { key: 'access_logs.s3.enabled', initial: 'false', check: onOff },
  { key: 'access_logs.s3.bucket', initial: '', check: anyText },
  { key: 'access_logs.s3.prefix', initial: '', check: anyText },
];

/** NLB-LB-14. `ipv6.deny_all_igw_traffic` is left out: it is returned only on dualstack. */
const NETWORK: readonly AttributeRule[] = [
  ...ACCESS_LOGS,
  { key: 'deletion_protection.enabled', initial: 'false', check: onOff },
  { key: 'load_balancing.cross_zone.enabled', initial: 'false', check: onOff },
  {
    key: 'dns_record.client_routing_policy',
    initial: 'any_availability_zone',
    check: validValue(
      'any_availability_zone',
      'partial_availability_zone_affinity',
      'availability_zone_affinity',
    ),
  },
  { key: 'zonal_shift.config.enabled', initial: 'false', check: onOff },
  { key: 'secondary_ips.auto_assigned.per_subnet', initial: '0', check: between(0, 7) },
];

/** Enough of an ALB's set that tools which read it back find their keys. */
const APPLICATION: readonly AttributeRule[] = [
  ...ACCESS_LOGS,
  { key: 'idle_timeout.timeout_seconds', initial: '60', check: between(1, 4000) },
  { key: 'deletion_protection.enabled', initial: 'false', check: onOff },
  { key: 'routing.http2.enabled', initial: 'true', check: onOff },
  { key: 'routing.http.drop_invalid_header_fields.enabled', initial: 'false', check: onOff },
  { key: 'load_balancing.cross_zone.enabled', initial: 'true', check: onOff },
  { key: 'zonal_shift.config.enabled', initial: 'false', check: onOff },
];

/** The attributes that a type of load balancer has, in AWS's order, with their defaults. */
export function loadBalancerAttributeRules(type: LoadBalancerType): readonly AttributeRule[] {
  return type === 'application' ? APPLICATION : NETWORK;
}

/** ModifyLoadBalancerAttributes. Throws LoadBalancerNotFound, ValidationError. Returns the whole set. */
export function modifyLoadBalancerAttributes(
  region: Region,
  loadBalancerArn: string,
  settings: readonly AttributeSetting[],
): ReadonlyMap<string, string> {
  const loadBalancer = getLoadBalancer(region, loadBalancerArn);
  checkAttributeSettings(loadBalancerAttributeRules(loadBalancer.type), settings, {
    maxSettings: 20,
    subject: 'Load balancer',
    unknownKey: (key) => validationError(`Load balancer attribute key '${key}' is not recognized`),
  });
  checkTogether(loadBalancer, settings);
  for (const { key, value } of settings) loadBalancer.attributes.set(key, value);
  return loadBalancer.attributes;
}

function checkTogether(loadBalancer: LoadBalancer, settings: readonly AttributeSetting[]): void {
  const after = new Map(loadBalancer.attributes);
  for (const { key, value } of settings) after.set(key, value);
  const number = (attributes: ReadonlyMap<string, string>) =>
    Number(attributes.get('secondary_ips.auto_assigned.per_subnet') ?? '0');
  // The texts of both refusals are unsure; that the number never decreases is NLB-LB-14.
  if (number(after) < number(loadBalancer.attributes))
    throw validationError("'secondary_ips.auto_assigned.per_subnet' cannot be decreased");
  if (after.get('access_logs.s3.enabled') === 'true' && after.get('access_logs.s3.bucket') === '')
    throw validationError(
      "'access_logs.s3.bucket' must be specified when 'access_logs.s3.enabled' is 'true'",
    );
}
