import type {
  AddPrefixListEntry,
  CreateManagedPrefixListCommandInput,
  CreateManagedPrefixListCommandOutput,
  DeleteManagedPrefixListCommandInput,
  DeleteManagedPrefixListCommandOutput,
  DescribeManagedPrefixListsCommandInput,
  DescribeManagedPrefixListsCommandOutput,
  DescribePrefixListsCommandInput,
  DescribePrefixListsCommandOutput,
  GetManagedPrefixListEntriesCommandInput,
  GetManagedPrefixListEntriesCommandOutput,
  ModifyManagedPrefixListCommandInput,
  ModifyManagedPrefixListCommandOutput,
  ManagedPrefixList as SdkManagedPrefixList,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import * as core from '../../core/ec2/managed-prefix-lists.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

/** AWS's own lists only, in the older form. */
export const describePrefixLists: Ec2Operation<
  DescribePrefixListsCommandInput,
  DescribePrefixListsCommandOutput
> = ({ region }, input) => {
  const lists = requireResources(region.ec2.prefixLists, 'prefix-list', input.PrefixListIds);
  const page = describe(
    lists.filter(({ ownedByAws }) => ownedByAws),
    input,
    {
      'prefix-list-id': ({ prefixListId }) => [prefixListId],
      'prefix-list-name': ({ prefixListName }) => [prefixListName],
    },
  );
  return {
    PrefixLists: page.items.map(({ prefixListId, prefixListName, entries }) => ({
      PrefixListId: prefixListId,
      PrefixListName: prefixListName,
      Cidrs: [...entries.keys()],
    })),
    NextToken: page.nextToken,
  };
};

export const describeManagedPrefixLists: Ec2Operation<
  DescribeManagedPrefixListsCommandInput,
  DescribeManagedPrefixListsCommandOutput
> = (context, input) => {
  const lists = requireResources(context.region.ec2.prefixLists, 'prefix-list', input.PrefixListIds);
  const page = describe(lists, input, {
    'prefix-list-id': ({ prefixListId }) => [prefixListId],
    'prefix-list-name': ({ prefixListName }) => [prefixListName],
    'owner-id': (list) => [ownerOf(context, list)],
  });
  return {
    PrefixLists: page.items.map((list) => toSdkPrefixList(context, list)),
    NextToken: page.nextToken,
  };
};

export const getManagedPrefixListEntries: Ec2Operation<
  GetManagedPrefixListEntriesCommandInput,
  GetManagedPrefixListEntriesCommandOutput
> = ({ region }, input) => {
  const list = core.requirePrefixList(region.ec2, required(input.PrefixListId, 'PrefixListId'));
  if (input.TargetVersion !== undefined && input.TargetVersion !== list.version) {
    throw new AwsError(
      'UnsupportedOperation',
      `The emulated EC2 keeps the newest version of a prefix list only, which is ${list.version}.`,
    );
  }
  const entries = [...list.entries].map(([Cidr, Description]) => ({ Cidr, Description }));
  const page = describe(entries, { MaxResults: input.MaxResults, NextToken: input.NextToken }, {});
  return { Entries: [...page.items], NextToken: page.nextToken };
};

export const createManagedPrefixList: Ec2Operation<
  CreateManagedPrefixListCommandInput,
  CreateManagedPrefixListCommandOutput
> = (context, input) => {
  if (required(input.AddressFamily, 'AddressFamily') !== 'IPv4')
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has prefix lists of IPv4 blocks only.');
  const list = core.createPrefixList(context.region, {
    prefixListName: required(input.PrefixListName, 'PrefixListName'),
    maxEntries: required(input.MaxEntries, 'MaxEntries'),
    entries: entriesOf(input.Entries),
    tags: specifiedTags(input.TagSpecifications, 'prefix-list'),
  });
  return { PrefixList: { ...toSdkPrefixList(context, list), State: 'create-in-progress' } };
};

export const modifyManagedPrefixList: Ec2Operation<
  ModifyManagedPrefixListCommandInput,
  ModifyManagedPrefixListCommandOutput
> = (context, input) => {
  if (input.MaxEntries !== undefined)
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 does not resize prefix lists.');
  const list = core.modifyPrefixList(context.region.ec2, required(input.PrefixListId, 'PrefixListId'), {
    prefixListName: input.PrefixListName,
    currentVersion: input.CurrentVersion,
    add: entriesOf(input.AddEntries),
    remove: (input.RemoveEntries ?? []).map(({ Cidr }) => required(Cidr, 'RemoveEntry.Cidr')),
  });
  return { PrefixList: { ...toSdkPrefixList(context, list), State: 'modify-in-progress' } };
};

export const deleteManagedPrefixList: Ec2Operation<
  DeleteManagedPrefixListCommandInput,
  DeleteManagedPrefixListCommandOutput
> = (context, input) => {
  const list = core.deletePrefixList(context.region.ec2, required(input.PrefixListId, 'PrefixListId'));
  return { PrefixList: { ...toSdkPrefixList(context, list), State: 'delete-in-progress' } };
};

function entriesOf(entries: readonly AddPrefixListEntry[] | undefined): core.PrefixListEntry[] {
  return (entries ?? []).map(({ Cidr, Description }) => ({
    cidrBlock: required(Cidr, 'Entry.Cidr'),
    description: Description,
  }));
}

function ownerOf({ accountId }: OperationContext, { ownedByAws }: core.ManagedPrefixList): string {
  return ownedByAws ? 'AWS' : accountId;
}

/** AWS shows no size and no version of its own lists. */
function toSdkPrefixList(context: OperationContext, list: core.ManagedPrefixList): SdkManagedPrefixList {
  const owner = ownerOf(context, list);
  return {
    PrefixListId: list.prefixListId,
    PrefixListArn: `arn:aws:ec2:${context.region.name}:${owner.toLowerCase()}:prefix-list/${list.prefixListId}`,
    PrefixListName: list.prefixListName,
    AddressFamily: 'IPv4',
    OwnerId: owner,
    State: list.version === 1 ? 'create-complete' : 'modify-complete',
    ...(!list.ownedByAws && { MaxEntries: list.maxEntries, Version: list.version }),
    Tags: toSdkTags(list.tags),
  };
}
