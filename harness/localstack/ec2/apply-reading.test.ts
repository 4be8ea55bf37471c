import { expect, test } from 'vitest';
import { emptyEc2State } from '../../core/ec2/state.ts';
import { applyReading } from './apply-reading.ts';
import type { Ec2Reading } from './read-ec2.ts';

test('the interface that LocalStack keeps of a terminated instance is not there', () => {
  const state = emptyEc2State([]);
  const reading = readingOf({
    instances: [
      { InstanceId: 'i-1', State: { Name: 'terminated' }, reservationId: 'r-1' },
      { InstanceId: 'i-2', State: { Name: 'running' }, reservationId: 'r-2' },
    ],
    networkInterfaces: [
      { NetworkInterfaceId: 'eni-1', Attachment: { InstanceId: 'i-1' } },
      { NetworkInterfaceId: 'eni-2', Attachment: { InstanceId: 'i-2' } },
      { NetworkInterfaceId: 'eni-3' },
    ],
  });
  applyReading(state, reading, new Map());
  expect([...state.networkInterfaces.keys()]).toEqual(['eni-2', 'eni-3']);
});

test('an address that LocalStack associates with an empty text is free', () => {
  const state = emptyEc2State([]);
  const reading = readingOf({
    addresses: [
      { AllocationId: 'eipalloc-1', PublicIp: '127.1.2.3', NetworkInterfaceId: '', AssociationId: '' },
    ],
  });
  applyReading(state, reading, new Map());
  expect([...state.addresses.values()]).toEqual([
    {
      ...{ allocationId: 'eipalloc-1', publicIp: '127.1.2.3', tags: new Map() },
      ...{ networkInterfaceId: undefined, associationId: undefined },
    },
  ]);
});

test('an Elastic IP address is shown by the interface that has it', () => {
  const state = emptyEc2State([]);
  const reading = readingOf({
    networkInterfaces: [{ NetworkInterfaceId: 'eni-1' }],
    addresses: [
      {
        ...{ AllocationId: 'eipalloc-1', PublicIp: '127.1.2.3' },
        ...{ NetworkInterfaceId: 'eni-1', AssociationId: 'eipassoc-1' },
      },
    ],
  });
  applyReading(state, reading, new Map());
  expect(state.networkInterfaces.get('eni-1')?.publicIp).toBe('127.1.2.3');
});

test('an instance that has ended already when it is first seen has not changed', () => {
  const state = emptyEc2State([]);
  const instances = (['stopped', 'terminated', 'pending', 'running'] as const).map((Name, index) => ({
    ...{ InstanceId: `i-${index}`, State: { Name }, reservationId: 'r-1' },
  }));
  expect(applyReading(state, readingOf({ instances }), new Map())).toEqual([
    { instanceId: 'i-3', previousState: 'pending', currentState: 'running' },
  ]);
});

test('what LocalStack no longer has is gone', () => {
  const state = emptyEc2State([]);
  applyReading(
    state,
    readingOf({ vpcs: [{ VpcId: 'vpc-1' }], subnets: [{ SubnetId: 'subnet-1' }] }),
    new Map(),
  );
  expect([state.vpcs.size, state.subnets.size]).toEqual([1, 1]);
  applyReading(state, readingOf({}), new Map());
  expect([state.vpcs.size, state.subnets.size]).toEqual([0, 0]);
});

function readingOf(reading: Partial<Ec2Reading>): Ec2Reading {
  return {
    ...{ vpcs: [], subnets: [], securityGroups: [], instances: [] },
    ...{ networkInterfaces: [], addresses: [], internetGateways: [] },
    ...reading,
  };
}
