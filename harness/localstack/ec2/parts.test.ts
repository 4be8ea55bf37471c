import { expect, test } from 'vitest';
import { EVERYTHING, partsAskedBy, partsChangedBy } from './parts.ts';

test.each([
  ['AuthorizeSecurityGroupIngress', ['securityGroups']],
  ['DeleteSecurityGroup', ['securityGroups']],
  ['RunInstances', ['instances', 'networkInterfaces', 'addresses']],
  ['ModifyInstanceAttribute', ['instances', 'networkInterfaces', 'addresses']],
  ['CreateDefaultVpc', EVERYTHING],
  ['CreateNetworkInterface', EVERYTHING],
  ['CreateTags', EVERYTHING],
  ['AnOperationThatIsNewToEc2', EVERYTHING],
])('after %s is read: %j', (operation, parts) => {
  expect(partsChangedBy(operation)).toEqual(parts);
});

test('before a load balancer is made everything is read, and before a listener is made nothing', () => {
  expect(partsAskedBy('CreateLoadBalancer')).toEqual(EVERYTHING);
  expect(partsAskedBy('CreateListener')).toEqual([]);
});

test('before a group is deleted it is read who is in it', () => {
  expect(partsAskedBy('DeleteSecurityGroup')).toEqual([
    ...['securityGroups', 'instances', 'networkInterfaces', 'addresses'],
  ]);
});

test('every part is one of everything, once', () => {
  expect(new Set(EVERYTHING).size).toBe(EVERYTHING.length);
  expect(EVERYTHING).toHaveLength(7);
});
