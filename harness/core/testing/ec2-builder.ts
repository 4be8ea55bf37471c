import { DEFAULT_METADATA_OPTIONS } from '../ec2/instance-settings.ts';
import type { InstanceState, SecurityGroupPeer, SecurityGroupRule } from '../ec2/state.ts';
import type { Region } from '../region.ts';
import { VPC_ID, ZONE_A, zoneNumber } from './zones.ts';

/** Rules that let everything pass, for either direction. */
export const ANYWHERE: RuleSpec = { ipProtocol: '-1', peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } };

export interface RuleSpec {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: SecurityGroupPeer;
  readonly isEgress?: boolean;
}

/** A running instance `i-<host>` at 10.0.<zone>.<host> with its interface. */
export function addInstance(
  region: Region,
  host: number,
  options: { zone?: string; securityGroupIds?: readonly string[]; state?: InstanceState } = {},
): string {
  const { zone = ZONE_A, securityGroupIds = ['sg-open'], state = 'running' } = options;
  const instanceId = `i-${host}`;
  const place = { vpcId: VPC_ID, subnetId: `subnet-${zoneNumber(zone)}`, availabilityZone: zone };
  const privateIpAddress = `10.0.${zoneNumber(zone)}.${host}`;
  if (!region.ec2.securityGroups.has('sg-open')) addSecurityGroup(region, 'sg-open', [ANYWHERE]);
  region.ec2.networkInterfaces.set(`eni-${host}`, {
    networkInterfaceId: `eni-${host}`,
    ...place,
    privateIpAddress,
    interfaceType: 'interface',
    description: '',
    requesterManaged: false,
    securityGroupIds,
    attachedInstanceId: instanceId,
    deviceIndex: 0,
    deleteOnTermination: true,
    sourceDestCheck: true,
    lingersUntil: undefined,
    publicIp: undefined,
    tags: new Map(),
  });
  region.ec2.instances.set(instanceId, {
    instanceId,
    imageId: 'ami-1',
    instanceType: 't3.micro',
    keyName: undefined,
    reservationId: 'r-1',
    amiLaunchIndex: 0,
    clientToken: undefined,
    associatePublicIpAddress: false,
    ...place,
    networkInterfaceId: `eni-${host}`,
    privateIpAddress,
    publicIpAddress: undefined,
    state,
    transitionAt: undefined,
    userData: undefined,
    launchedAt: 0,
    settings: {
      disableApiTermination: false,
      disableApiStop: false,
      instanceInitiatedShutdownBehavior: 'stop',
      ebsOptimized: false,
      detailedMonitoring: false,
      cpuCredits: undefined,
      iamInstanceProfileArn: undefined,
      metadataOptions: { ...DEFAULT_METADATA_OPTIONS },
    },
    rootVolume: {
      volumeId: `vol-${host}`,
      sizeGiB: 8,
      volumeType: 'gp3',
      encrypted: false,
      deleteOnTermination: true,
      tags: new Map(),
    },
    tags: new Map(),
  });
  return instanceId;
}

export function addSecurityGroup(region: Region, groupId: string, rules: readonly RuleSpec[]): void {
  region.ec2.securityGroups.set(groupId, {
    groupId,
    groupName: groupId,
    description: '',
    vpcId: VPC_ID,
    rules: new Map(rules.map((rule, index) => [`sgr-${index}`, securityGroupRule(`sgr-${index}`, rule)])),
    tags: new Map(),
  });
}

function securityGroupRule(securityGroupRuleId: string, rule: RuleSpec): SecurityGroupRule {
  const { ipProtocol, fromPort, toPort = fromPort, peer, isEgress = false } = rule;
  return {
    securityGroupRuleId,
    isEgress,
    ipProtocol,
    fromPort,
    toPort,
    peer,
    description: undefined,
    tags: new Map(),
  };
}
