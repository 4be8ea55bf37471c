import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { assertWellFormedId, notFound, requireResource } from './lookup.ts';
import { requirePrefixList } from './managed-prefix-lists.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import {
  normaliseDescription,
  normaliseRule,
  peerText,
  ruleKey,
  type SecurityGroupRuleSpec,
} from './security-group-rule-spec.ts';
import type { Ec2State, SecurityGroup, SecurityGroupRule, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** AWS's default quota, for each direction. */
const MAX_RULES_PER_DIRECTION = 60;

export interface RuleDirection {
  readonly groupId: string;
  readonly isEgress: boolean;
}

/**
 * Adds rules to a group, all or none. Throws `InvalidPermission.Duplicate` for a rule that is there already,
 * `InvalidParameterValue` for one that is named twice, `InvalidGroup.NotFound` for a peer group that is unknown
 * or of another VPC, `RulesPerSecurityGroupLimitExceeded`.
 */
export function authorizeRules(
  region: Region,
  { groupId, isEgress }: RuleDirection,
  specs: readonly SecurityGroupRuleSpec[],
  tags: Tags,
): SecurityGroupRule[] {
  const group = requireResource(region.ec2.securityGroups, 'security-group', groupId);
  const normalised = specs.map(normaliseRule);
  const keys = normalised.map(ruleKey);
  if (new Set(keys).size < keys.length)
    throw invalidParameterValue('The same permission must not appear multiple times');
  const present = rulesOf(group, isEgress);
  const presentKeys = new Set(present.map(ruleKey));
  for (const spec of normalised) {
    assertPeer(region.ec2, group, spec);
    if (presentKeys.has(ruleKey(spec))) throw duplicate(spec);
  }
  if (present.length + normalised.length > MAX_RULES_PER_DIRECTION) {
    throw new AwsError(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  assertTags(tags);
  return normalised.map((spec) => {
    const rule: SecurityGroupRule = {
      ...spec,
      securityGroupRuleId: newResourceId(region.random, 'sgr'),
      isEgress,
      tags: new Map(tags),
    };
    group.rules.set(rule.securityGroupRuleId, rule);
    return rule;
  });
}

/** Removes rules by what they say, all or none. Throws `InvalidPermission.NotFound`. */
export function revokeRules(
  state: Ec2State,
  direction: RuleDirection,
  specs: readonly SecurityGroupRuleSpec[],
): SecurityGroupRule[] {
  const { rules } = requireResource(state.securityGroups, 'security-group', direction.groupId);
  const revoked = specs.map((spec) => requireRuleLike(state, direction, spec));
  for (const rule of revoked) rules.delete(rule.securityGroupRuleId);
  return revoked;
}

/** Removes rules by id, all or none. Throws `InvalidSecurityGroupRuleId.NotFound`. */
export function revokeRulesById(
  state: Ec2State,
  direction: RuleDirection,
  ruleIds: readonly string[],
): SecurityGroupRule[] {
  const { rules } = requireResource(state.securityGroups, 'security-group', direction.groupId);
  const revoked = ruleIds.map((ruleId) => requireRuleOf(state, direction, ruleId));
  for (const rule of revoked) rules.delete(rule.securityGroupRuleId);
  return revoked;
}

/** Gives rules, found by what they say, the descriptions of the specs, all or none. */
export function describeRules(
  state: Ec2State,
  direction: RuleDirection,
  specs: readonly SecurityGroupRuleSpec[],
): void {
  const found = specs.map((spec) => ({
    rule: requireRuleLike(state, direction, spec),
    description: normaliseDescription(spec.description),
  }));
  for (const { rule, description } of found) rule.description = description;
}

/** Gives rules, found by id, other descriptions, all or none. */
export function describeRulesById(
  state: Ec2State,
  direction: RuleDirection,
  descriptions: readonly { readonly ruleId: string; readonly description: string | undefined }[],
): void {
  const found = descriptions.map(({ ruleId, description }) => ({
    rule: requireRuleOf(state, direction, ruleId),
    description: normaliseDescription(description),
  }));
  for (const { rule, description } of found) rule.description = description;
}

export interface RuleUpdate {
  readonly ruleId: string;
  readonly spec: SecurityGroupRuleSpec;
}

/** Gives rules another content under the same id, all or none; a rule keeps its direction and its tags. */
export function modifyRules(state: Ec2State, groupId: string, updates: readonly RuleUpdate[]): void {
  const group = requireResource(state.securityGroups, 'security-group', groupId);
  const rules = new Map(group.rules);
  for (const { ruleId, spec } of updates) {
    const normalised = normaliseRule(spec);
    assertPeer(state, group, normalised);
    rules.set(ruleId, { ...requireRule(group, ruleId), ...normalised });
  }
  const keys = new Set<string>();
  for (const rule of rules.values()) {
    const key = `${rule.isEgress} ${ruleKey(rule)}`;
    if (keys.has(key)) throw duplicate(rule);
    keys.add(key);
  }
  for (const [ruleId, rule] of rules) group.rules.set(ruleId, rule);
}

/** A group's rules of one direction, oldest first. */
export function rulesOf(group: SecurityGroup, isEgress: boolean): SecurityGroupRule[] {
  return [...group.rules.values()].filter((rule) => rule.isEgress === isEgress);
}

function requireRule(group: SecurityGroup, ruleId: string): SecurityGroupRule {
  assertWellFormedId('security-group-rule', ruleId);
  const rule = group.rules.get(ruleId);
  if (!rule) throw notFound('security-group-rule', [ruleId]);
  return rule;
}

/** A rule of one direction, by id. */
function requireRuleOf(
  state: Ec2State,
  { groupId, isEgress }: RuleDirection,
  ruleId: string,
): SecurityGroupRule {
  const rule = requireRule(requireResource(state.securityGroups, 'security-group', groupId), ruleId);
  if (rule.isEgress !== isEgress) throw notFound('security-group-rule', [ruleId]);
  return rule;
}

/** A rule of one direction, by what it says. */
function requireRuleLike(
  state: Ec2State,
  { groupId, isEgress }: RuleDirection,
  spec: SecurityGroupRuleSpec,
): SecurityGroupRule {
  const group = requireResource(state.securityGroups, 'security-group', groupId);
  const key = ruleKey(normaliseRule(spec));
  const rule = rulesOf(group, isEgress).find((candidate) => ruleKey(candidate) === key);
  if (!rule) {
    throw new AwsError(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  }
  return rule;
}

function assertPeer(state: Ec2State, group: SecurityGroup, { peer }: SecurityGroupRuleSpec): void {
  if (peer.kind === 'prefix-list') requirePrefixList(state, peer.prefixListId);
  if (peer.kind !== 'security-group') return;
  const peerGroup = requireResource(state.securityGroups, 'security-group', peer.groupId);
  if (peerGroup.vpcId !== group.vpcId) {
    throw new AwsError(
      'InvalidGroup.NotFound',
      'You have specified two resources that belong to different networks.',
    );
  }
}

function duplicate(spec: SecurityGroupRuleSpec): AwsError {
  const { ipProtocol, fromPort, toPort, peer } = spec;
  const protocol =
    ipProtocol === '-1'
      ? 'ALL'
      : /^\d/.test(ipProtocol)
        ? `protocol: ${ipProtocol}`
        : ipProtocol.toUpperCase();
  const ports = fromPort === undefined ? '' : `, from port: ${fromPort}, to port: ${toPort}`;
  return new AwsError(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peerText(peer)}, ${protocol}${ports}, ALLOW" already exists`,
  );
}
