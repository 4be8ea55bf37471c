import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Tags } from '../../core/ec2/state.ts';
import { required } from './parameters.ts';

/** The SDK's list as a map. Throws `InvalidParameterValue` for a key that stands twice. */
export function fromSdkTags(tags: readonly Tag[] | undefined): Tags {
  const map: Tags = new Map();
  for (const { Key, Value } of tags ?? []) {
    const key = required(Key, 'Tag.Key');
    if (map.has(key)) throw invalidParameterValue(`Duplicate tag key '${key}' specified.`);
    map.set(key, Value ?? '');
  }
  return map;
}

export function toSdkTags(tags: Tags): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/**
 * The tags that a create request has for one kind of resource. Throws `InvalidParameterValue` for a kind that the
 * request does not create: `creates` lists those it does.
 */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  resourceType: string,
  creates: readonly string[] = [resourceType],
): Tags {
  const tags: Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    const type = required(ResourceType, 'TagSpecification.ResourceType');
    if (!creates.includes(type))
      throw invalidParameterValue(`'${type}' is not a valid taggable resource type for this operation.`);
    if (type === resourceType) tags.push(...(Tags ?? []));
  }
  return fromSdkTags(tags);
}
