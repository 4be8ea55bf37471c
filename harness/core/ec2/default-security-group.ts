import type { Random } from '../random.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, SecurityGroup, SecurityGroupPeer, SecurityGroupRule } from './state.ts';

/** The name that only a VPC's own group may have; nobody can delete it. */
export const DEFAULT_GROUP_NAME = 'default';

/** The group that every VPC is born with: everything out, and in from its own members. */
export function createDefaultSecurityGroup(state: Ec2State, random: Random, vpcId: string): SecurityGroup {
  const groupId = newResourceId(random, 'sg');
  const rules = [
    allTrafficRule(random, false, { kind: 'security-group', groupId }),
    allTrafficRule(random, true, { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' }),
  ];
  const group: SecurityGroup = {
    groupId,
    groupName: DEFAULT_GROUP_NAME,
    description: 'default VPC security group',
    vpcId,
    rules: new Map(rules.map((rule) => [rule.securityGroupRuleId, rule])),
    tags: new Map(),
  };
  state.securityGroups.set(groupId, group);
  return group;
}

/** A rule that admits every protocol and port from or to one peer. */
export function allTrafficRule(
  random: Random,
  isEgress: boolean,
  peer: SecurityGroupPeer,
): SecurityGroupRule {
  return {
    securityGroupRuleId: newResourceId(random, 'sgr'),
    isEgress,
    ipProtocol: '-1',
    fromPort: undefined,
    toPort: undefined,
    peer,
    description: undefined,
    tags: new Map(),
  };
}
