import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import type { TagSetting } from '../../core/elbv2/tags.ts';

/** Tags as the SDK writes them; a tag without a value has the empty one. */
export function tagSettings(tags: readonly Tag[] | undefined): TagSetting[] {
  return (tags ?? []).map(({ Key, Value }) => ({ key: requireMember(Key, 'key'), value: Value ?? '' }));
}

/** Kept tags in the SDK's shape. */
export function tagShapes(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
