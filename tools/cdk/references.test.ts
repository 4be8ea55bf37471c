// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are those of Fn::Sub
import { expect, test } from 'vitest';
import { referencesIn } from './references.ts';

test('finds what Ref, Fn::GetAtt and Fn::Sub name, however deep', () => {
  const found = referencesIn({
    VpcId: { Ref: 'Vpc' },
    Groups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }, { 'Fn::GetAtt': 'Other.GroupId' }],
    UserData: { 'Fn::Base64': { 'Fn::Sub': ['${Table.Id} ${!Text} ${own}', { own: { Ref: 'Queue' } }] } },
    Zone: { 'Fn::Select': [0, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] },
  });
  expect([...found].sort()).toEqual(['AWS::Region', 'Group', 'Other', 'Queue', 'Table', 'Vpc', 'own']);
});

test('finds nothing in plain values', () => {
  expect(referencesIn({ Ref: 'Vpc', Port: 1 })).toEqual(new Set());
  expect(referencesIn(['a', null, 1, true])).toEqual(new Set());
  expect(referencesIn(undefined)).toEqual(new Set());
});
