import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

test("AWS's own prefix lists bear the Region's name and cannot be changed", async () => {
  const { ec2 } = await serveRegion({ name: 'eu-west-1' });
  const { PrefixLists } = await ec2.send(new sdk.DescribePrefixListsCommand({}));
  expect(PrefixLists?.map(({ PrefixListName }) => PrefixListName)).toEqual([
    'com.amazonaws.eu-west-1.s3',
    'com.amazonaws.eu-west-1.dynamodb',
  ]);
  const [{ PrefixListId } = {}] = PrefixLists ?? [];
  const managed = await ec2.send(
    new sdk.DescribeManagedPrefixListsCommand({ Filters: [{ Name: 'owner-id', Values: ['AWS'] }] }),
  );
  expect(managed.PrefixLists?.[0]).toMatchObject({ PrefixListId, OwnerId: 'AWS', State: 'create-complete' });
  expect(await refusalOf(ec2.send(new sdk.DeleteManagedPrefixListCommand({ PrefixListId })))).toMatch(
    /^UnauthorizedOperation: /,
  );
});

test('aws_ec2_managed_prefix_list is created, changed at its version, and deleted', async () => {
  const { ec2 } = await serveRegion();
  const { PrefixList } = await ec2.send(
    new sdk.CreateManagedPrefixListCommand({
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries: 2,
      Entries: [{ Cidr: '10.0.0.0/8', Description: 'all' }],
    }),
  );
  const PrefixListId = PrefixList?.PrefixListId ?? '';
  const entries = async () =>
    (await ec2.send(new sdk.GetManagedPrefixListEntriesCommand({ PrefixListId }))).Entries;
  expect(await entries()).toEqual([{ Cidr: '10.0.0.0/8', Description: 'all' }]);
  const modify = (CurrentVersion: number, AddEntries: sdk.AddPrefixListEntry[]) =>
    ec2.send(new sdk.ModifyManagedPrefixListCommand({ PrefixListId, CurrentVersion, AddEntries }));
  await modify(1, [{ Cidr: '192.168.1.7/16' }]);
  expect(await entries()).toMatchObject([{ Cidr: '10.0.0.0/8' }, { Cidr: '192.168.0.0/16' }]);
  expect(await refusalOf(modify(1, [{ Cidr: '172.16.0.0/12' }]))).toMatch(/^PrefixListVersionMismatch: /);
  expect(await refusalOf(modify(2, [{ Cidr: '172.16.0.0/12' }]))).toMatch(/^PrefixListMaxEntriesExceeded: /);
  await ec2.send(new sdk.DeleteManagedPrefixListCommand({ PrefixListId }));
  expect(await refusalOf(entries())).toBe(
    `InvalidPrefixListID.NotFound: The prefix list ID '${PrefixListId}' does not exist`,
  );
});
