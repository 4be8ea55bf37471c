import { expect, test } from 'vitest';
import { addInstance, addSecurityGroup } from '../core/testing/ec2-builder.ts';
import { buildRegion } from '../core/testing/region-builder.ts';
import type { OperationContext } from '../gateway/operation.ts';
import { parseForm } from '../gateway/wire/form.ts';
import { isRehearsed, rehearse } from './ec2-rehearsal.ts';

test('what LocalStack does not see is refused, with the error that the own EC2 has for it', () => {
  expect(() => rehearse(contextWithGroup(), 'DeleteSecurityGroup', form('GroupId=sg-0123abcd'))).toThrow(
    expect.objectContaining({
      code: 'DependencyViolation',
      message: 'resource sg-0123abcd has a dependent object',
    }),
  );
});

test.each([
  ['a group that only LocalStack knows', 'GroupId=sg-4567cdef'],
  ['a group that nobody can know', 'GroupId=nonsense'],
  ['a parameter that is missing', ''],
  ['a parameter of another type', 'GroupId.1=sg-0123abcd'],
])('LocalStack says itself what is wrong with %s', (_what, parameters) => {
  expect(() => rehearse(contextWithGroup(), 'DeleteSecurityGroup', form(parameters))).not.toThrow();
});

test('only operations that LocalStack is too easy with are tried', () => {
  expect(['DeleteSubnet', 'CreateSubnet', 'constructor'].map(isRehearsed)).toEqual([true, false, false]);
});

/** With a group that an instance is in. */
function contextWithGroup(): OperationContext {
  const region = buildRegion();
  addSecurityGroup(region, 'sg-0123abcd', []);
  addInstance(region, 20, { securityGroupIds: ['sg-0123abcd'] });
  return { region, now: 0, accountId: region.accountId };
}

function form(parameters: string) {
  return parseForm(new TextEncoder().encode(parameters));
}
