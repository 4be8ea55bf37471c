import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../core/ec2/state.ts';

export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  return new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
