import { DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import type { AwsClients, StartedWorld } from '../../harness/index.ts';
import { resolveValue, type TemplateScope } from './intrinsic-functions.ts';
import { physicalName } from './physical-name.ts';
import { orderResources } from './resource-order.ts';
import { ResourceProperties } from './resource-properties.ts';
import type { AppliedResource } from './resource-type.ts';
import { resourceType } from './resource-types.ts';
import { type Template, TemplateError, type TemplateValue } from './template.ts';

export interface ApplyOptions {
  readonly template: Template;
  readonly stackName: string;
  readonly world: StartedWorld;
  readonly aws: AwsClients;
  /** Told of each resource as it is made or skipped. */
  readonly onProgress: (line: string) => void;
}

/** CloudFormation's type of a parameter that stands for the id of an image, by the name it has in SSM. */
const IMAGE_PARAMETER = 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>';
/** As long as an IAM role's name may be: what is skipped and referred to by name are roles and their profiles. */
const MAX_SKIPPED_NAME_LENGTH = 64;

/**
 * Creates what a template describes, in the order of its references, each resource by the calls that
 * CloudFormation makes for it. Resolves to the template's outputs.
 *
 * Not there: updates, roll-back, conditions, mappings and rules. A property that would be left out is an error.
 */
export async function applyTemplate(options: ApplyOptions): Promise<Readonly<Record<string, TemplateValue>>> {
  const { template, world, aws, stackName, onProgress } = options;
  const applied = new Map<string, AppliedResource>();
  const scope = await createScope(options, applied);
  for (const rule of Object.keys(template.Rules ?? {}))
    onProgress(`skipped  Rule ${rule}: rules are not checked`);
  for (const logicalId of orderResources(template)) {
    const { Type, Properties = {} } = template.Resources[logicalId]!;
    const type = resourceType(Type);
    if ('skipped' in type) {
      applied.set(logicalId, { ref: physicalName(stackName, logicalId, MAX_SKIPPED_NAME_LENGTH) });
      onProgress(`skipped  ${Type} ${logicalId}: ${type.skipped}`);
      continue;
    }
    try {
      const properties = new ResourceProperties(logicalId, resolveMembers(Properties, scope));
      const resource = await type.create(properties, { aws, world, stackName, logicalId });
      properties.assertAllTaken();
      applied.set(logicalId, resource);
      onProgress(`created  ${Type} ${logicalId}: ${resource.ref}`);
    } catch (cause) {
      throw new Error(`${Type} ${logicalId}: ${describe(cause)}`, { cause });
    }
  }
  const outputs = Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, Value] as const);
  return resolveMembers(Object.fromEntries(outputs), scope);
}

async function createScope(
  { template, stackName, world, aws }: ApplyOptions,
  applied: ReadonlyMap<string, AppliedResource>,
): Promise<TemplateScope> {
  const { AvailabilityZones = [] } = await aws.ec2.send(new DescribeAvailabilityZonesCommand({}));
  const zoneNames = AvailabilityZones.map(({ ZoneName }) => ZoneName!);
  const { imageId } = await world.machineImage();
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::Region': world.region,
    'AWS::StackName': stackName,
    'AWS::Partition': 'aws',
  };
  return {
    reference: (name) => {
      const isImage = template.Parameters?.[name]?.Type === IMAGE_PARAMETER;
      return known(applied.get(name)?.ref ?? (isImage ? imageId : pseudoParameters[name]), `Ref ${name}`);
    },
    attribute: (logicalId, attribute) =>
      known(applied.get(logicalId)?.attributes?.[attribute], `Fn::GetAtt ${logicalId}.${attribute}`),
    availabilityZones: (region) => {
      if (region === '' || region === world.region) return zoneNames;
      throw new TemplateError(`Fn::GetAZs: the stack is in ${world.region}, not in ${region}`);
    },
  };
}

function resolveMembers(
  members: { readonly [name: string]: TemplateValue },
  scope: TemplateScope,
): Readonly<Record<string, TemplateValue>> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => {
      const value = resolveValue(member, scope);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function known(value: string | undefined, what: string): string {
  if (value === undefined) throw new TemplateError(`${what} has no value here`);
  return value;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
