import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { createTargetGroupArn } from './arns.ts';
import { initialAttributes } from './attribute-rules.ts';
import { checkEnum, checkRange, PORT_RANGE } from './constraints.ts';
import {
  checkHealthCheckConstraints,
  type HealthCheckInput,
  resolveHealthCheck,
} from './health-check-settings.ts';
import { PROTOCOLS } from './listener-protocols.ts';
import { checkTargetGroupName } from './names.ts';
import { notEmulated } from './not-emulated.ts';
import type { HealthCheck, ListenerProtocol, TargetGroup, TargetType } from './state.ts';
import { checkTags, type TagSetting } from './tags.ts';
import { targetGroupAttributeRules } from './target-group-attribute-rules.ts';

/** NLB-LB-26, per Region, shared by all types. */
export const MAX_TARGET_GROUPS = 3000;

/** What CreateTargetGroup is given; undefined takes AWS's default. */
export interface CreateTargetGroupInput {
  readonly name: string;
  readonly protocol: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly port: number | undefined;
  readonly vpcId: string | undefined;
  readonly targetType: string | undefined;
  readonly ipAddressType: string | undefined;
  readonly healthCheck: HealthCheckInput;
  readonly tags: readonly TagSetting[];
}

type Settings = Pick<TargetGroup, 'protocol' | 'port' | 'vpcId' | 'targetType' | 'ipAddressType'> & {
  readonly healthCheck: HealthCheck;
};

/**
 * CreateTargetGroup: a target group, or the one that the same call made before (NLB-TG-03). Throws
 * ValidationError, InvalidConfigurationRequest, DuplicateTargetGroupName, TooManyTargetGroups.
 */
export function createTargetGroup(region: Region, input: CreateTargetGroupInput): TargetGroup {
  const { name } = input;
  const settings = resolveSettings(region, input);
  checkTags(input.tags, new Map());
  const existing = [...region.elbv2.targetGroups.values()].find((other) => other.name === name);
  if (existing) {
    if (hasSettings(existing, settings)) return existing;
    throw new AwsError(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  // The text is unsure.
  if (region.elbv2.targetGroups.size >= MAX_TARGET_GROUPS)
    throw new AwsError(
      'TooManyTargetGroups',
      `The maximum number of target groups has been reached: '${MAX_TARGET_GROUPS}'`,
    );
  const targetGroup: TargetGroup = {
    arn: createTargetGroupArn(region, name),
    name,
    ...settings,
    attributes: initialAttributes(targetGroupAttributeRules(settings)),
    tags: new Map(input.tags.map(({ key, value }) => [key, value])),
    targets: new Map(),
    formerTargets: new Map(),
  };
  region.elbv2.targetGroups.set(targetGroup.arn, targetGroup);
  return targetGroup;
}

/** NLB-TG-02, NLB-TG-04. */
function resolveSettings(region: Region, input: CreateTargetGroupInput): Settings {
  const { protocol, port, vpcId, targetType = 'instance', ipAddressType = 'ipv4' } = input;
  checkEnum(protocol, 'protocol', PROTOCOLS);
  checkEnum(targetType, 'targetType', ['instance', 'ip', 'lambda', 'alb']);
  checkEnum(ipAddressType, 'ipAddressType', ['ipv4', 'ipv6']);
  checkRange(port, 'port', PORT_RANGE);
  checkHealthCheckConstraints(input.healthCheck);
  checkTargetGroupName(input.name);
  if (targetType === 'lambda') throw notEmulated("target groups with target type 'lambda'");
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (port === undefined) throw validationError('A port must be specified');
  if (vpcId === undefined) throw validationError('A VPC ID must be specified');
  checkEmulated(protocol, targetType, input.protocolVersion);
  if (!region.ec2.vpcs.has(vpcId)) throw validationError(`The VPC ID '${vpcId}' is not found`);
  const healthCheck = resolveHealthCheck({ protocol, targetType }, undefined, input.healthCheck);
  return { protocol, port, vpcId, targetType, ipAddressType, healthCheck };
}

function checkEmulated(
  protocol: ListenerProtocol,
  targetType: TargetType,
  protocolVersion: string | undefined,
): void {
  // NLB-TG-04: code and text are unsure.
  if (targetType === 'alb' && protocol !== 'TCP')
    throw validationError(`Protocol '${protocol}' is not supported for target groups with target type 'alb'`);
  if (targetType === 'alb') throw notEmulated("target groups with target type 'alb'");
  if (protocol === 'GENEVE') throw notEmulated('target groups of gateway load balancers');
  if (protocolVersion === undefined) return;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    throw validationError(
      `A protocol version cannot be specified for target groups with ${protocol} protocol`,
    );
  if (protocolVersion !== 'HTTP1')
    throw notEmulated(`protocol version '${protocolVersion}' of target groups`);
}

function hasSettings(existing: TargetGroup, { healthCheck, ...settings }: Settings): boolean {
  return (
    existing.protocol === settings.protocol &&
    existing.port === settings.port &&
    existing.vpcId === settings.vpcId &&
    existing.targetType === settings.targetType &&
    existing.ipAddressType === settings.ipAddressType &&
    // Both were built by resolveHealthCheck, so their members have the same order.
    JSON.stringify(existing.healthCheck) === JSON.stringify(healthCheck)
  );
}
