import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { createLoadBalancerArn } from './arns.ts';
import { initialAttributes } from './attribute-rules.ts';
import { checkEnum } from './constraints.ts';
import { loadBalancerDnsName } from './dns-names.ts';
import { canonicalHostedZoneId } from './hosted-zones.ts';
import { checkIpAddressType } from './ip-address-types.ts';
import { checkAddresses, isAddressTaken } from './load-balancer-addresses.ts';
import { loadBalancerAttributeRules } from './load-balancer-attributes.ts';
import { type ResolvedMapping, resolveSubnets, type SubnetsInput } from './load-balancer-subnets.ts';
import { enableZone } from './load-balancer-zones.ts';
import { checkLoadBalancerName } from './names.ts';
import { notEmulated } from './not-emulated.ts';
import { initialSecurityGroups } from './security-groups-setting.ts';
import type { LoadBalancer, LoadBalancerScheme, LoadBalancerType } from './state.ts';
import { checkTags, type TagSetting } from './tags.ts';

/** NLB-LB-26, per Region and type. */
export const MAX_LOAD_BALANCERS = 50;

/** What CreateLoadBalancer is given; undefined takes AWS's default. */
export interface CreateLoadBalancerInput extends SubnetsInput {
  readonly name: string;
  readonly type: string | undefined;
  readonly scheme: string | undefined;
  readonly securityGroupIds: readonly string[];
  readonly ipAddressType: string | undefined;
  readonly enablePrefixForIpv6SourceNat: string | undefined;
  readonly tags: readonly TagSetting[];
}

/** The settings that make a repeated call the same call (NLB-LB-03). */
interface Settings {
  readonly type: LoadBalancerType;
  readonly scheme: LoadBalancerScheme;
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
  readonly mappings: readonly ResolvedMapping[];
}

/**
 * CreateLoadBalancer: a load balancer in state `provisioning` with an interface in each zone, or the one that
 * the same call made before. Throws ValidationError, DuplicateLoadBalancerName, TooManyLoadBalancers, and the
 * errors of subnets, addresses, security groups and tags.
 */
export function createLoadBalancer(
  region: Region,
  input: CreateLoadBalancerInput,
  now: number,
): LoadBalancer {
  const { name, type = 'application', scheme = 'internet-facing' } = input;
  checkEnum(type, 'type', ['application', 'network', 'gateway']);
  checkEnum(scheme, 'scheme', ['internet-facing', 'internal']);
  checkLoadBalancerName(name);
  if (type === 'gateway') throw notEmulated("load balancers of type 'gateway'");
  checkTags(input.tags, new Map());
  const mappings = resolveSubnets(region, type, input);
  const { vpcId } = mappings[0].subnet;
  checkIpAddressType(type, input.ipAddressType, input.enablePrefixForIpv6SourceNat);
  const securityGroupIds = initialSecurityGroups(region, type, vpcId, input.securityGroupIds);
  const settings: Settings = { type, scheme, vpcId, securityGroupIds, mappings };
  const existing = findByName(region, name);
  if (existing) {
    // The tags are not compared: whether AWS does is unsure.
    if (hasSettings(existing, settings)) return existing;
    throw new AwsError(
      'DuplicateLoadBalancerName',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  checkQuota(region, type);
  checkAddresses(region, settings, mappings);
  const loadBalancer = newLoadBalancer(region, name, settings, now);
  for (const { key, value } of input.tags) loadBalancer.tags.set(key, value);
  region.elbv2.loadBalancers.set(loadBalancer.arn, loadBalancer);
  return loadBalancer;
}

function newLoadBalancer(
  region: Region,
  name: string,
  { type, scheme, vpcId, securityGroupIds, mappings }: Settings,
  now: number,
): LoadBalancer {
  const arn = createLoadBalancerArn(region, type, name);
  // A chosen address that somebody else has is not refused: the load balancer fails (NLB-LB-09).
  const canBeProvisioned = !mappings.some((mapping) => isAddressTaken(region, mapping));
  return {
    arn,
    name,
    type,
    scheme,
    vpcId,
    dnsName: loadBalancerDnsName({ type, name, scheme, arn, regionName: region.name }),
    canonicalHostedZoneId: canonicalHostedZoneId(type, region.name),
    createdAt: now,
    ipAddressType: 'ipv4',
    state: 'provisioning',
    activeAt: now + region.timings.provisioningMs,
    securityGroupIds,
    createdWithSecurityGroups: securityGroupIds.length > 0,
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
      type === 'network' && securityGroupIds.length > 0 ? 'on' : undefined,
    zones: canBeProvisioned
      ? mappings.map((mapping) => enableZone(region, { arn, type }, mapping, securityGroupIds))
      : [],
    attributes: initialAttributes(loadBalancerAttributeRules(type)),
    tags: new Map(),
  };
}

function findByName(region: Region, name: string): LoadBalancer | undefined {
  return [...region.elbv2.loadBalancers.values()].find((loadBalancer) => loadBalancer.name === name);
}

/** Sets are compared as sets; of addresses only those that the caller chose count. */
function hasSettings(existing: LoadBalancer, { mappings, ...settings }: Settings): boolean {
  const groups = new Set(existing.securityGroupIds);
  return (
    existing.type === settings.type &&
    existing.scheme === settings.scheme &&
    groups.size === settings.securityGroupIds.length &&
    settings.securityGroupIds.every((groupId) => groups.has(groupId)) &&
    existing.zones.length === mappings.length &&
    mappings.every((mapping) =>
      existing.zones.some(
        (zone) =>
          zone.subnetId === mapping.subnetId &&
          zone.allocationId === mapping.allocationId &&
          (zone.isPrivateAddressChosen ? zone.privateIpv4Address : undefined) === mapping.privateIpv4Address,
      ),
    )
  );
}

/** The text is unsure. */
function checkQuota(region: Region, type: LoadBalancerType): void {
  const count = [...region.elbv2.loadBalancers.values()].filter((other) => other.type === type).length;
  if (count >= MAX_LOAD_BALANCERS)
    throw new AwsError(
      'TooManyLoadBalancers',
      `The maximum number of load balancers of type '${type}' has been reached: '${MAX_LOAD_BALANCERS}'`,
    );
}
