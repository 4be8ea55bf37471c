import { AwsError, validationError } from '../aws-error.ts';
import type { Subnet } from '../ec2/state.ts';
import type { Region } from '../region.ts';
import type { LoadBalancerType } from './state.ts';

/** One enabled zone as a caller asks for it. */
export interface SubnetMapping {
  readonly subnetId: string;
  readonly allocationId: string | undefined;
  readonly privateIpv4Address: string | undefined;
  readonly ipv6Address: string | undefined;
}

/** Both ways to name subnets; exactly one is allowed. */
export interface SubnetsInput {
  readonly subnets: readonly string[] | undefined;
  readonly subnetMappings: readonly SubnetMapping[] | undefined;
}

/** A mapping whose subnet exists. */
export interface ResolvedMapping extends SubnetMapping {
  readonly subnet: Subnet;
}

/**
 * The subnets that a caller names: at least as many as the type of load balancer needs, of one VPC, each in a
 * zone of its own (NLB-LB-04, NLB-LB-05). Throws ValidationError, SubnetNotFound, InvalidConfigurationRequest.
 */
export function resolveSubnets(
  region: Region,
  type: LoadBalancerType,
  input: SubnetsInput,
): readonly [ResolvedMapping, ...ResolvedMapping[]] {
  const mappings = resolved(region, given(input));
  const [first, ...others] = mappings;
  if (!first) throw validationError('At least one subnet must be specified');
  const vpcIds = new Set(mappings.map(({ subnet }) => subnet.vpcId));
  // The text is unsure.
  if (vpcIds.size > 1)
    throw new AwsError(
      'InvalidConfigurationRequest',
      `All subnets must belong to the same VPC: '${[...vpcIds].join(', ')}'`,
    );
  const zones = new Set(mappings.map(({ subnet }) => subnet.availabilityZone));
  if (zones.size < mappings.length)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  if (type === 'application' && zones.size < 2)
    throw validationError('At least two subnets in two different Availability Zones must be specified');
  return [first, ...others];
}

function given({ subnets, subnetMappings }: SubnetsInput): readonly SubnetMapping[] {
  const byId = (subnets ?? []).map((subnetId) => ({
    subnetId,
    allocationId: undefined,
    privateIpv4Address: undefined,
    ipv6Address: undefined,
  }));
  // The text is unsure.
  if (byId.length > 0 && subnetMappings !== undefined && subnetMappings.length > 0)
    throw validationError('You must specify either subnets or subnet mappings, not both');
  return byId.length > 0 ? byId : (subnetMappings ?? []);
}

function resolved(region: Region, mappings: readonly SubnetMapping[]): ResolvedMapping[] {
  const unique = new Map(mappings.map((mapping) => [mapping.subnetId, mapping]));
  return [...unique.values()].map((mapping) => {
    const subnet = region.ec2.subnets.get(mapping.subnetId);
    if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${mapping.subnetId}' does not exist`);
    return { ...mapping, subnet };
  });
}
