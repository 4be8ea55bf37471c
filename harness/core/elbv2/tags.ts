import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { arnKind } from './arns.ts';
import { checkLength } from './constraints.ts';
import { getDefaultRule } from './listener-rules.ts';
import { getListener, getLoadBalancer, getTargetGroup } from './lookup.ts';
import { notEmulated } from './not-emulated.ts';

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** A tag as a caller gives it; AWS reads a missing value as the empty text. */
export interface TagSetting {
  readonly key: string;
  readonly value: string;
}

/** Throws ValidationError, DuplicateTagKeys or TooManyTags for tags that no resource can take beside those it has. */
export function checkTags(settings: readonly TagSetting[], present: ReadonlyMap<string, string>): void {
  for (const { key, value } of settings) {
    checkLength(key, 'key', [1, MAX_KEY_LENGTH]);
    checkLength(value, 'value', [0, MAX_VALUE_LENGTH]);
    // The text is unsure.
    if (key.toLowerCase().startsWith('aws:'))
      throw validationError(`Tag key '${key}' cannot begin with the reserved prefix 'aws:'`);
  }
  const keys = new Set(settings.map(({ key }) => key));
  if (keys.size < settings.length)
    throw new AwsError('DuplicateTagKeys', 'Tag keys must be unique within one request');
  if (new Set([...keys, ...present.keys()]).size > MAX_TAGS)
    throw new AwsError('TooManyTags', `A resource cannot have more than '${MAX_TAGS}' tags`);
}

/** AddTags: sets tags on each resource. Throws the resources' NotFound errors and those of {@link checkTags}. */
export function addTags(
  region: Region,
  resourceArns: readonly string[],
  settings: readonly TagSetting[],
): void {
  const all = resourceArns.map((arn) => tagsOf(region, arn));
  for (const tags of all) checkTags(settings, tags);
  for (const tags of all) for (const { key, value } of settings) tags.set(key, value);
}

/** RemoveTags. A key that a resource lacks is no error. */
export function removeTags(region: Region, resourceArns: readonly string[], keys: readonly string[]): void {
  for (const tags of resourceArns.map((arn) => tagsOf(region, arn))) for (const key of keys) tags.delete(key);
}

/** The tags of a load balancer, listener or target group; throws its NotFound error, or ValidationError. */
export function tagsOf(region: Region, arn: string): Map<string, string> {
  switch (arnKind(arn)) {
    case 'loadbalancer':
      return getLoadBalancer(region, arn).tags;
    case 'targetgroup':
      return getTargetGroup(region, arn).tags;
    case 'listener':
      return getListener(region, arn).tags;
    case 'listener-rule':
      getDefaultRule(region, arn);
      throw notEmulated('tags of listener rules');
    default:
      throw validationError(`'${arn}' is not a valid ARN of a load balancer, target group or listener`);
  }
}
