import { INSTANCE_RESOURCES } from './instance-resources.ts';
import { LOAD_BALANCING_RESOURCES } from './load-balancing-resources.ts';
import { NETWORK_RESOURCES } from './network-resources.ts';
import type { CreateResource } from './resource-type.ts';
import { SECURITY_GROUP_RESOURCES } from './security-group-resources.ts';
import { TemplateError } from './template.ts';

const CREATED: Readonly<Record<string, CreateResource>> = {
  ...NETWORK_RESOURCES,
  ...SECURITY_GROUP_RESOURCES,
  ...INSTANCE_RESOURCES,
  ...LOAD_BALANCING_RESOURCES,
};

/** Services that the endpoint does not have, and what CDK adds of its own; no datagram goes by them. */
const SKIPPED: readonly { readonly prefix: string; readonly why: string }[] = [
  { prefix: 'AWS::IAM::', why: 'there is no IAM here' },
  { prefix: 'AWS::Lambda::', why: 'there is no Lambda here' },
  { prefix: 'Custom::', why: 'a custom resource is made by a Lambda function' },
  { prefix: 'AWS::CDK::Metadata', why: 'it says only what the app was made with' },
];

/**
 * How a resource of a type is made, or why it is skipped.
 *
 * @throws TemplateError for a type that is neither: skipping it could make the result mean nothing
 */
export function resourceType(
  type: string,
): { readonly create: CreateResource } | { readonly skipped: string } {
  const create = Object.hasOwn(CREATED, type) ? CREATED[type] : undefined;
  if (create) return { create };
  const skipped = SKIPPED.find(({ prefix }) => type.startsWith(prefix));
  if (skipped) return { skipped: skipped.why };
  throw new TemplateError(`${type} is not a type that is known here`);
}
