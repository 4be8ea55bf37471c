import { AwsError } from '../aws-error.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { Ec2State, Instance, Tags } from './state.ts';

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 127;
const MAX_VALUE_LENGTH = 255;

/** A resource that can be tagged, under the name that DescribeTags gives its kind. */
export interface TaggedResource {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly tags: Tags;
}

/** Everything of the Region that can carry tags. */
export function taggableResources(state: Ec2State): TaggedResource[] {
  const of = <Resource extends { readonly tags: Tags }>(
    resourceType: string,
    resources: ReadonlyMap<string, Resource>,
  ) => [...resources].map(([resourceId, { tags }]) => ({ resourceId, resourceType, tags }));
  return [
    ...of('vpc', state.vpcs),
    ...of('subnet', state.subnets),
    ...of('security-group', state.securityGroups),
    ...[...state.securityGroups.values()].flatMap(({ rules }) => of('security-group-rule', rules)),
    ...of('instance', state.instances),
    ...of('network-interface', state.networkInterfaces),
    ...livingInstances(state).map(({ rootVolume: { volumeId, tags } }) => ({
      resourceId: volumeId,
      resourceType: 'volume',
      tags,
    })),
    ...of('elastic-ip', state.addresses),
    ...of('internet-gateway', state.internetGateways),
    ...of('route-table', state.routeTables),
    ...of('network-acl', state.networkAcls),
    ...of('dhcp-options', state.dhcpOptions),
    ...of('key-pair', state.keyPairs),
    ...of('prefix-list', state.prefixLists),
  ];
}

/** Those that still have a disk. */
function livingInstances(state: Ec2State): Instance[] {
  return [...state.instances.values()].filter((instance) => instance.state !== 'terminated');
}

/** Sets tags on resources of any kind. Throws `InvalidID` for an id that nobody has; then none is changed. */
export function createTags(state: Ec2State, resourceIds: readonly string[], tags: Tags): void {
  const resources = requireTaggable(state, resourceIds);
  for (const resource of resources) assertTags(tags, resource.tags);
  for (const resource of resources) for (const [key, value] of tags) resource.tags.set(key, value);
}

/** A tag to delete: by key, or only where it has this value. */
export interface TagToDelete {
  readonly key: string;
  readonly value: string | undefined;
}

/** Removes tags, all of them when none are named. What is not there is no error. */
export function deleteTags(
  state: Ec2State,
  resourceIds: readonly string[],
  tags: readonly TagToDelete[] | undefined,
): void {
  for (const resource of requireTaggable(state, resourceIds)) {
    if (tags === undefined) resource.tags.clear();
    for (const { key, value } of tags ?? [])
      if (value === undefined || resource.tags.get(key) === value) resource.tags.delete(key);
  }
}

/** Throws what EC2 throws for tags that nobody may set, counting those that the resource has already. */
export function assertTags(tags: Tags, present: Tags = new Map()): void {
  for (const [key, value] of tags) {
    if (key === '') throw invalidParameterValue('Tag key cannot be empty');
    if (key.startsWith('aws:'))
      throw invalidParameterValue("Tag keys starting with 'aws:' are reserved for internal use");
    if (key.length > MAX_KEY_LENGTH)
      throw invalidParameterValue(`Tag key exceeds the maximum length of ${MAX_KEY_LENGTH} characters`);
    if (value.length > MAX_VALUE_LENGTH)
      throw invalidParameterValue(`Tag value exceeds the maximum length of ${MAX_VALUE_LENGTH} characters`);
  }
  if (new Set([...present.keys(), ...tags.keys()]).size > MAX_TAGS)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
}

function requireTaggable(state: Ec2State, resourceIds: readonly string[]): TaggedResource[] {
  const byId = new Map(taggableResources(state).map((resource) => [resource.resourceId, resource]));
  return resourceIds.map((id) => {
    const resource = byId.get(id);
    if (!resource) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    return resource;
  });
}
