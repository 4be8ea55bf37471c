import type { Random } from '../random.ts';
import { availabilityZonesOf } from './availability-zones.ts';
import { createDefaultVpc } from './default-vpc.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { InternetGateway } from './internet-gateways.ts';
import type { KeyPair } from './key-pairs.ts';
import { awsPrefixLists, type ManagedPrefixList } from './managed-prefix-lists.ts';
import { newResourceId } from './resource-id.ts';
import type { RouteTable } from './route-table.ts';

/** What of EC2 an NLB needs. Names and values are AWS's, in camelCase; instants are ms on the harness Clock. */
export interface Ec2State {
  readonly availabilityZones: readonly AvailabilityZone[];
  /**
   * Whether free private addresses are given from the end of a subnet: where somebody else gives the others from its
   * start, and may not know of these. Default false.
   */
  readonly givesHighestAddressFirst?: boolean;
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly instances: Map<string, Instance>;
  readonly networkInterfaces: Map<string, NetworkInterface>;
  /** Elastic IP addresses by allocation id. */
  readonly addresses: Map<string, ElasticIpAddress>;
  readonly internetGateways: Map<string, InternetGateway>;
  readonly routeTables: Map<string, RouteTable>;
  readonly networkAcls: Map<string, NetworkAcl>;
  readonly dhcpOptions: Map<string, DhcpOptions>;
  readonly keyPairs: Map<string, KeyPair>;
  readonly prefixLists: Map<string, ManagedPrefixList>;
}

/** EC2 with zones and nothing in them. */
export function emptyEc2State(availabilityZones: readonly AvailabilityZone[]): Ec2State {
  return {
    availabilityZones,
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    instances: new Map(),
    networkInterfaces: new Map(),
    addresses: new Map(),
    internetGateways: new Map(),
    routeTables: new Map(),
    networkAcls: new Map(),
    dhcpOptions: new Map(),
    keyPairs: new Map(),
    prefixLists: new Map(),
  };
}

/** EC2 as a new account finds it: three zones and a default VPC. */
export function createEc2State(region: string, random: Random): Ec2State {
  const state: Ec2State = {
    ...emptyEc2State(availabilityZonesOf(region)),
    prefixLists: awsPrefixLists(region),
  };
  const dhcpOptionsId = newResourceId(random, 'dopt');
  state.dhcpOptions.set(dhcpOptionsId, { dhcpOptionsId, tags: new Map() });
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
  /** IPv4 blocks beside the first, by the id of their association. */
  readonly secondaryCidrBlocks: Map<string, string>;
  readonly isDefault: boolean;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  enableNetworkAddressUsageMetrics: boolean;
  readonly dhcpOptionsId: string;
  readonly tags: Tags;
}

/** The one that a VPC is born with and all of its subnets use. It lets everything pass, and stays so. */
export interface NetworkAcl {
  readonly networkAclId: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

/** The set that a Region's account is born with: Amazon's DNS. */
export interface DhcpOptions {
  readonly dhcpOptionsId: string;
  readonly tags: Tags;
}

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly defaultForAz: boolean;
  mapPublicIpOnLaunch: boolean;
  privateDnsHostnameType: 'ip-name' | 'resource-name';
  enableResourceNameDnsARecord: boolean;
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
  instanceType: string;
  readonly keyName: string | undefined;
  readonly reservationId: string;
  /** Its place among the instances of one launch, from 0. */
  readonly amiLaunchIndex: number;
  /** What the caller named the launch, so that a repeated request makes no second one. */
  readonly clientToken: string | undefined;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  /** The primary one; others may be attached and detached. */
  readonly networkInterfaceId: string;
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
  readonly settings: InstanceSettings;
  readonly rootVolume: RootVolume;
  readonly tags: Tags;
}

/** An instance's disk, in name only. It comes and goes with the instance. */
export interface RootVolume {
  readonly volumeId: string;
  readonly sizeGiB: number;
  readonly volumeType: string;
  readonly encrypted: boolean;
  deleteOnTermination: boolean;
  readonly tags: Tags;
}

export interface NetworkInterface {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly privateIpAddress: string;
  readonly interfaceType: 'interface' | 'network_load_balancer';
  description: string;
  /** True for interfaces that a service made for itself; nobody else may delete them. */
  readonly requesterManaged: boolean;
  securityGroupIds: readonly string[];
  /** The instance it belongs to. */
  attachedInstanceId: string | undefined;
  /** Its place on that instance; 0 is the primary one. */
  deviceIndex: number;
  /** Whether it ends with the instance; one that the caller brought outlives it. */
  deleteOnTermination: boolean;
  sourceDestCheck: boolean;
  /** When an interface goes whose load balancer has gone already; undefined while that is there. */
  lingersUntil: number | undefined;
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
