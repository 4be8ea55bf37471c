import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { formatCidrBlock, parseCidrBlock } from './cidr-block.ts';
import { requireResource } from './lookup.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** IPv4 blocks under one name. As data: a security-group rule with one admits nobody. */
export interface ManagedPrefixList {
  readonly prefixListId: string;
  prefixListName: string;
  readonly maxEntries: number;
  /** AWS's own are the same for every account, and nobody can change them. */
  readonly ownedByAws: boolean;
  /** Grows by one with each change of the entries. */
  version: number;
  /** Descriptions by block. */
  entries: ReadonlyMap<string, string | undefined>;
  readonly tags: Tags;
}

/**
 * The lists of the two services that gateway endpoints lead to. Real ids and blocks differ between Regions; these
 * blocks are reserved for documentation (RFC 5737), so that no address of the real Internet appears.
 */
export function awsPrefixLists(region: string): Map<string, ManagedPrefixList> {
  const lists = [
    { prefixListId: 'pl-00000001', service: 's3', cidrBlock: '192.0.2.0/24' },
    { prefixListId: 'pl-00000002', service: 'dynamodb', cidrBlock: '198.51.100.0/24' },
  ].map(
    ({ prefixListId, service, cidrBlock }): ManagedPrefixList => ({
      prefixListId,
      prefixListName: `com.amazonaws.${region}.${service}`,
      maxEntries: 1,
      ownedByAws: true,
      version: 1,
      entries: new Map([[cidrBlock, undefined]]),
      tags: new Map(),
    }),
  );
  return new Map(lists.map((list) => [list.prefixListId, list]));
}

export interface PrefixListEntry {
  readonly cidrBlock: string;
  readonly description: string | undefined;
}

export interface PrefixListSpec {
  readonly prefixListName: string;
  readonly maxEntries: number;
  readonly entries: readonly PrefixListEntry[];
  readonly tags: Tags;
}

/** Makes a list. Throws `InvalidParameterValue` for a reserved name and for more entries than it may have. */
export function createPrefixList(region: Region, spec: PrefixListSpec): ManagedPrefixList {
  assertName(spec.prefixListName);
  const entries = withEntries(new Map(), spec.entries);
  assertSize(entries, spec.maxEntries);
  assertTags(spec.tags);
  const list: ManagedPrefixList = {
    prefixListId: newResourceId(region.random, 'pl'),
    prefixListName: spec.prefixListName,
    maxEntries: spec.maxEntries,
    ownedByAws: false,
    version: 1,
    entries,
    tags: new Map(spec.tags),
  };
  region.ec2.prefixLists.set(list.prefixListId, list);
  return list;
}

export interface PrefixListChange {
  readonly prefixListName: string | undefined;
  /** The version that the caller saw, which must still be the newest. */
  readonly currentVersion: number | undefined;
  readonly add: readonly PrefixListEntry[];
  readonly remove: readonly string[];
}

/** Changes a list. Throws `PrefixListVersionMismatch` where somebody else was quicker. */
export function modifyPrefixList(
  state: Ec2State,
  prefixListId: string,
  change: PrefixListChange,
): ManagedPrefixList {
  const list = requireOwnPrefixList(state, prefixListId);
  if (change.currentVersion !== undefined && change.currentVersion !== list.version) {
    throw new AwsError(
      'PrefixListVersionMismatch',
      // unsure: the sentence.
      `The prefix list has the incorrect version number ${change.currentVersion}. The current version is ${list.version}.`,
    );
  }
  if (change.prefixListName !== undefined) assertName(change.prefixListName);
  const kept = new Map(list.entries);
  for (const cidrBlock of change.remove) kept.delete(cidrBlock);
  const entries = withEntries(kept, change.add);
  assertSize(entries, list.maxEntries);
  list.prefixListName = change.prefixListName ?? list.prefixListName;
  if (change.add.length + change.remove.length > 0) list.version += 1;
  list.entries = entries;
  return list;
}

/** Removes a list. Throws `InvalidPrefixListID.NotFound`, and `UnauthorizedOperation` for AWS's own. */
export function deletePrefixList(state: Ec2State, prefixListId: string): ManagedPrefixList {
  const list = requireOwnPrefixList(state, prefixListId);
  state.prefixLists.delete(prefixListId);
  return list;
}

/** A list of the account's or AWS's. Throws `InvalidPrefixListID.NotFound`. */
export function requirePrefixList(state: Ec2State, prefixListId: string): ManagedPrefixList {
  return requireResource(state.prefixLists, 'prefix-list', prefixListId);
}

function requireOwnPrefixList(state: Ec2State, prefixListId: string): ManagedPrefixList {
  const list = requirePrefixList(state, prefixListId);
  if (list.ownedByAws)
    throw new AwsError('UnauthorizedOperation', 'You are not authorized to perform this operation.');
  return list;
}

function withEntries(
  present: ReadonlyMap<string, string | undefined>,
  added: readonly PrefixListEntry[],
): Map<string, string | undefined> {
  const entries = new Map(present);
  for (const { cidrBlock, description } of added)
    entries.set(formatCidrBlock(parseCidrBlock(cidrBlock)), description);
  return entries;
}

function assertName(name: string): void {
  // unsure: the sentence; the guide reserves the prefix.
  if (name.startsWith('com.amazonaws'))
    throw invalidParameterValue(`The prefix list name '${name}' must not begin with com.amazonaws.`);
}

function assertSize(entries: ReadonlyMap<string, unknown>, maxEntries: number): void {
  if (maxEntries < 1)
    throw invalidParameterValue(`Value (${maxEntries}) for parameter MaxEntries is invalid.`);
  if (entries.size > maxEntries) {
    throw new AwsError(
      'PrefixListMaxEntriesExceeded',
      `You've reached the maximum number of entries for the prefix list.`,
    );
  }
}
