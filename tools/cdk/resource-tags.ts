import type { ResourceType, TagSpecification } from '@aws-sdk/client-ec2';
import type { ResourceProperties } from './resource-properties.ts';

/** The tags of a resource as EC2 takes them at creation; undefined where there are none. */
export function tagSpecifications(
  ResourceType: ResourceType,
  properties: ResourceProperties,
): TagSpecification[] | undefined {
  const Tags = properties.keyValues('Tags');
  return Tags.length === 0 ? undefined : [{ ResourceType, Tags }];
}
