import { expect, test } from 'vitest';
import { orderResources } from './resource-order.ts';

const of = (Properties: object, DependsOn?: string | string[]) => ({
  Type: 'Any',
  Properties: Properties as Record<string, never>,
  ...(DependsOn !== undefined && { DependsOn }),
});

test('a resource comes after those that it refers to and depends on', () => {
  const order = orderResources({
    Resources: {
      Route: of({ RouteTableId: { Ref: 'Table' } }, ['Attachment']),
      Table: of({ VpcId: { Ref: 'Vpc' } }),
      Attachment: of({ Gateway: { 'Fn::GetAtt': ['Gateway', 'Id'] } }, 'Vpc'),
      Gateway: of({ Image: { Ref: 'SomeParameter' } }),
      Vpc: of({}),
    },
  });
  expect(order).toEqual(['Vpc', 'Gateway', 'Attachment', 'Table', 'Route']);
});

test('resources that do not need each other keep the order of the template', () => {
  expect(orderResources({ Resources: { C: of({}), A: of({}), B: of({}) } })).toEqual(['C', 'A', 'B']);
});

test('resources that refer to each other in a circle are refused with the circle', () => {
  const Resources = { A: of({ Of: { Ref: 'B' } }), B: of({}, 'C'), C: of({ Of: { Ref: 'A' } }) };
  expect(() => orderResources({ Resources })).toThrow('A → B → C → A');
});

test('a dependence on what is not in the template is refused', () => {
  expect(() => orderResources({ Resources: { A: of({}, 'B') } })).toThrow('A depends on B, which is not');
});
