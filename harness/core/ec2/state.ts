import type { Random } from '../random.ts';
import { availabilityZonesOf } from './availability-zones.ts';
import { createDefaultVpc } from './default-vpc.ts';

/** What of EC2 an NLB needs. Names and values are AWS's, in camelCase; instants are ms on the harness Clock. */
export interface Ec2State {
  readonly availabilityZones: readonly AvailabilityZone[];
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly instances: Map<string, Instance>;
  readonly networkInterfaces: Map<string, NetworkInterface>;
  /** Elastic IP addresses by allocation id. */
  readonly addresses: Map<string, ElasticIpAddress>;
}

/** EC2 as a new account finds it: three zones and a default VPC. */
export function createEc2State(region: string, random: Random): Ec2State {
  const state: Ec2State = {
    availabilityZones: availabilityZonesOf(region),
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    instances: new Map(),
    networkInterfaces: new Map(),
    addresses: new Map(),
  };
  createDefaultVpc(state, random);
  return state;
}

export type Tags = Map<string, string>;

export interface AvailabilityZone {
  readonly zoneName: string;
  readonly zoneId: string;
}

export interface Vpc {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly isDefault: boolean;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  readonly tags: Tags;
}

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly defaultForAz: boolean;
  mapPublicIpOnLaunch: boolean;
  readonly tags: Tags;
}

export interface SecurityGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  /** By rule id; a new group has one egress rule that allows everything. */
  readonly rules: Map<string, SecurityGroupRule>;
  readonly tags: Tags;
}

/** One rule with one peer; an IpPermissions entry with n ranges becomes n of these. */
export interface SecurityGroupRule {
  readonly securityGroupRuleId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number as a string, or `-1` for all. */
  readonly ipProtocol: string;
  /** First port; undefined with `-1`. ICMP: the type. */
  readonly fromPort: number | undefined;
  /** Last port. ICMP: the code. */
  readonly toPort: number | undefined;
  readonly peer: SecurityGroupPeer;
  description: string | undefined;
  readonly tags: Tags;
}

export type SecurityGroupPeer =
  | { readonly kind: 'cidr-ipv4'; readonly cidr: string }
  | { readonly kind: 'cidr-ipv6'; readonly cidr: string }
  | { readonly kind: 'security-group'; readonly groupId: string }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string };

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

export interface Instance {
  readonly instanceId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly keyName: string | undefined;
  readonly reservationId: string;
  /** Its place among the instances of one launch, from 0. */
  readonly amiLaunchIndex: number;
  /** What the caller named the launch, so that a repeated request makes no second one. */
  readonly clientToken: string | undefined;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly networkInterfaceId: string;
  /** False where the caller brought the interface: then it outlives the instance. */
  readonly deleteNetworkInterfaceOnTermination: boolean;
  readonly privateIpAddress: string;
  /** Whether it gets a public address whenever it starts. */
  readonly associatePublicIpAddress: boolean;
  publicIpAddress: string | undefined;
  state: InstanceState;
  /**
   * When `pending`, `stopping` or `shutting-down` ends, and when a `terminated` instance leaves the listings;
   * undefined in a lasting state.
   */
  transitionAt: number | undefined;
  /** Decoded from base64. */
  userData: string | undefined;
  launchedAt: number;
  readonly tags: Tags;
}

export interface NetworkInterface {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly privateIpAddress: string;
  readonly interfaceType: 'interface' | 'network_load_balancer';
  readonly description: string;
  /** True for interfaces that a service made for itself; nobody else may delete them. */
  readonly requesterManaged: boolean;
  securityGroupIds: readonly string[];
  /** The instance it belongs to. */
  attachedInstanceId: string | undefined;
  /** The public address that leads to it, if any. */
  publicIp: string | undefined;
  readonly tags: Tags;
}

export interface ElasticIpAddress {
  readonly allocationId: string;
  readonly publicIp: string;
  associationId: string | undefined;
  networkInterfaceId: string | undefined;
  readonly tags: Tags;
}
