import { expect, test } from 'vitest';
import { ResourceProperties } from './resource-properties.ts';

test('properties are taken as what they are wanted to be, or from text', () => {
  const properties = new ResourceProperties('Group', {
    Name: 'udp',
    Port: '8080',
    Interval: 5,
    Enabled: 'false',
    Version: 2,
    Subnets: ['a', 'b'],
    Tags: [{ Key: 'Name', Value: 'x' }],
  });
  expect([properties.text('Name'), properties.text('Version')]).toEqual(['udp', '2']);
  expect([properties.number('Port'), properties.number('Interval')]).toEqual([8080, 5]);
  expect(properties.boolean('Enabled')).toBe(false);
  expect(properties.texts('Subnets')).toEqual(['a', 'b']);
  expect(properties.keyValues('Tags')).toEqual([{ Key: 'Name', Value: 'x' }]);
  properties.assertAllTaken();
});

test('what a template does not say is undefined, or an empty list of objects', () => {
  const nothing = new ResourceProperties('Group', {});
  expect([nothing.text('A'), nothing.number('B'), nothing.boolean('C'), nothing.texts('D')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([nothing.object('E'), nothing.objects('F')]).toEqual([undefined, []]);
});

test('a property that nobody took is named, also inside a list', () => {
  const outer = new ResourceProperties('Vpc', { CidrBlock: '10.0.0.0/16', Ipv4IpamPoolId: 'pool' });
  outer.text('CidrBlock');
  expect(() => outer.assertAllTaken()).toThrow('Vpc: Ipv4IpamPoolId would be left out');
  const nested = new ResourceProperties('Group', { Rules: [{ Port: 1, Odd: 2 }] });
  for (const rule of nested.objects('Rules')) rule.number('Port');
  expect(() => nested.assertAllTaken()).toThrow('Group.Rules[0]: Odd would be left out');
});

test('a property of another kind is refused with its place', () => {
  const properties = new ResourceProperties('Group', { Port: 'http', Tags: 'x', Rules: [1], Enabled: 1 });
  expect(() => properties.number('Port')).toThrow('Group.Port is to be a number, not "http"');
  expect(() => properties.keyValues('Tags')).toThrow('Group.Tags is to be a list, not "x"');
  expect(() => properties.objects('Rules')).toThrow('Group.Rules[0] is to be an object, not 1');
  expect(() => properties.boolean('Enabled')).toThrow('Group.Enabled is to be true or false, not 1');
});
