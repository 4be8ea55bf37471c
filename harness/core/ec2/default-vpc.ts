import { AwsError } from '../aws-error.ts';
import { ipv4FromNumber } from '../network/ipv4.ts';
import type { Random } from '../random.ts';
import { overlaps, parseCidrBlock } from './cidr-block.ts';
import { newResourceId } from './resource-id.ts';
import type { AvailabilityZone, Ec2State, Subnet, Vpc } from './state.ts';
import { furnishVpc } from './vpc-parts.ts';

const VPC_BLOCK = '172.31.0.0/16';
const SUBNET_PREFIX_LENGTH = 20;

/**
 * The VPC that AWS gives every account in every Region: 172.31.0.0/16, a /20 subnet in each zone whose
 * instances get public addresses, DNS names on, an internet gateway with the way to it, and what every VPC has.
 */
export function createDefaultVpc(state: Ec2State, random: Random): Vpc {
  const [dhcpOptionsId = ''] = state.dhcpOptions.keys();
  const vpc: Vpc = {
    vpcId: newResourceId(random, 'vpc'),
    cidrBlock: VPC_BLOCK,
    secondaryCidrBlocks: new Map(),
    isDefault: true,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    enableNetworkAddressUsageMetrics: false,
    dhcpOptionsId,
    tags: new Map(),
  };
  state.vpcs.set(vpc.vpcId, vpc);
  for (const zone of state.availabilityZones) addDefaultSubnet(state, random, vpc, zone);
  const mainTable = furnishVpc(state, random, vpc);
  const internetGatewayId = newResourceId(random, 'igw');
  state.internetGateways.set(internetGatewayId, { internetGatewayId, vpcId: vpc.vpcId, tags: new Map() });
  mainTable.routes.set('0.0.0.0/0', {
    destination: { kind: 'cidr-ipv4', value: '0.0.0.0/0' },
    target: { kind: 'internet-gateway', id: internetGatewayId },
  });
  return vpc;
}

/** Gives a zone its default subnet: the first /20 of the default VPC that is free. */
export function addDefaultSubnet(state: Ec2State, random: Random, vpc: Vpc, zone: AvailabilityZone): Subnet {
  const cidrBlock = freeSubnetBlock(state, vpc);
  const subnet: Subnet = {
    subnetId: newResourceId(random, 'subnet'),
    vpcId: vpc.vpcId,
    cidrBlock,
    availabilityZone: zone.zoneName,
    defaultForAz: true,
    mapPublicIpOnLaunch: true,
    privateDnsHostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    tags: new Map(),
  };
  state.subnets.set(subnet.subnetId, subnet);
  return subnet;
}

function freeSubnetBlock(state: Ec2State, vpc: Vpc): string {
  const whole = parseCidrBlock(vpc.cidrBlock);
  const taken = [...state.subnets.values()]
    .filter(({ vpcId }) => vpcId === vpc.vpcId)
    .map(({ cidrBlock }) => parseCidrBlock(cidrBlock));
  for (let first = whole.first; first < whole.last; first += 2 ** (32 - SUBNET_PREFIX_LENGTH)) {
    const text = `${ipv4FromNumber(first)}/${SUBNET_PREFIX_LENGTH}`;
    if (!taken.some((block) => overlaps(block, parseCidrBlock(text)))) return text;
  }
  // unsure: the code for a default VPC that is full.
  throw new AwsError(
    'InvalidSubnet.Range',
    `There is no free /${SUBNET_PREFIX_LENGTH} block in '${vpc.vpcId}'.`,
  );
}
