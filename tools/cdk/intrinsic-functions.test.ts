// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are those of Fn::Sub
import { expect, test } from 'vitest';
import { resolveValue, type TemplateScope } from './intrinsic-functions.ts';
import type { TemplateValue } from './template.ts';

const scope: TemplateScope = {
  reference: (name) => `ref-of-${name}`,
  attribute: (logicalId, attribute) => `${attribute}-of-${logicalId}`,
  availabilityZones: (region) => ['a', 'b'].map((zone) => `${region || 'us-east-1'}${zone}`),
};
const resolve = (value: TemplateValue) => resolveValue(value, scope);

test('values without functions stay as they are', () => {
  const plain = { CidrBlock: '10.0.0.0/16', Port: 53, Enabled: false, Nothing: null, List: ['a', 1] };
  expect(resolve(plain)).toEqual(plain);
});

test('functions are carried out wherever they stand', () => {
  expect(
    resolve({ VpcId: { Ref: 'Vpc' }, Groups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }], Port: 8080 }),
  ).toEqual({ VpcId: 'ref-of-Vpc', Groups: ['GroupId-of-Group'], Port: 8080 });
});

test('Fn::GetAtt takes a pair or a path, whose attribute may have dots itself', () => {
  expect(resolve({ 'Fn::GetAtt': 'Balancer.DNSName' })).toBe('DNSName-of-Balancer');
  expect(resolve({ 'Fn::GetAtt': 'Nested.Outputs.Vpc' })).toBe('Outputs.Vpc-of-Nested');
});

test('Fn::Select takes from Fn::GetAZs, with a number or its text', () => {
  expect(resolve({ 'Fn::Select': [1, { 'Fn::GetAZs': '' }] })).toBe('us-east-1b');
  expect(resolve({ 'Fn::Select': ['0', { 'Fn::GetAZs': { Ref: 'R' } }] })).toBe('ref-of-Ra');
  expect(() => resolve({ 'Fn::Select': [2, { 'Fn::GetAZs': '' }] })).toThrow('no value at 2');
});

test('Fn::Join joins what its parts resolve to', () => {
  expect(resolve({ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 53]] })).toBe(
    'arn:ref-of-AWS::Partition:53',
  );
});

test('Fn::Sub fills in references, attributes and its own values, and keeps what is escaped', () => {
  expect(resolve({ 'Fn::Sub': '${Vpc} ${Group.GroupId} ${!Literal}' })).toBe(
    'ref-of-Vpc GroupId-of-Group ${Literal}',
  );
  expect(resolve({ 'Fn::Sub': ['${own}/${Vpc}', { own: { Ref: 'Other' } }] })).toBe(
    'ref-of-Other/ref-of-Vpc',
  );
});

test('Fn::Base64 encodes the text that its parameter resolves to', () => {
  expect(resolve({ 'Fn::Base64': { 'Fn::Sub': '${Vpc}' } })).toBe(
    Buffer.from('ref-of-Vpc').toString('base64'),
  );
});

test('what refers to AWS::NoValue is left out', () => {
  const none = { Ref: 'AWS::NoValue' };
  expect(resolve({ Kept: 1, Left: none, List: ['a', none] })).toEqual({ Kept: 1, List: ['a'] });
});

test('an unknown function and a malformed parameter are refused by name', () => {
  expect(() => resolve({ 'Fn::ImportValue': 'x' })).toThrow('The function Fn::ImportValue is not known');
  expect(() => resolve({ 'Fn::Join': ['-'] })).toThrow('Fn::Join takes a list of two, not ["-"]');
  expect(() => resolve({ 'Fn::Base64': ['a'] })).toThrow('Fn::Base64 takes text, not ["a"]');
});
