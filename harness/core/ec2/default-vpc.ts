import type { Random } from '../random.ts';
import { createDefaultSecurityGroup } from './default-security-group.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Vpc } from './state.ts';

const DEFAULT_SUBNET_BLOCKS = ['172.31.0.0/20', '172.31.16.0/20', '172.31.32.0/20'];

/**
 * The VPC that AWS gives every account in every Region: 172.31.0.0/16, a /20 subnet in each zone whose
 * instances get public addresses, DNS names on, and the `default` security group.
 */
export function createDefaultVpc(state: Ec2State, random: Random): Vpc {
  const vpc: Vpc = {
    vpcId: newResourceId(random, 'vpc'),
    cidrBlock: '172.31.0.0/16',
    isDefault: true,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: new Map(),
  };
  state.vpcs.set(vpc.vpcId, vpc);
  for (const [index, cidrBlock] of DEFAULT_SUBNET_BLOCKS.entries()) {
    const zone = state.availabilityZones[index];
    if (!zone) break;
    const subnetId = newResourceId(random, 'subnet');
    state.subnets.set(subnetId, {
      subnetId,
      vpcId: vpc.vpcId,
      cidrBlock,
      availabilityZone: zone.zoneName,
      defaultForAz: true,
      mapPublicIpOnLaunch: true,
      tags: new Map(),
    });
  }
  createDefaultSecurityGroup(state, random, vpc.vpcId);
  return vpc;
}
