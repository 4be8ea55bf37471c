import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { availabilityZonesOf } from './availability-zones.ts';

test('a new region has the default VPC with a subnet in each zone', () => {
  const { ec2 } = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  expect([...ec2.vpcs.values()]).toMatchObject([{ cidrBlock: '172.31.0.0/16', isDefault: true }]);
  expect(
    [...ec2.subnets.values()].map(({ cidrBlock, availabilityZone, defaultForAz }) => [
      cidrBlock,
      availabilityZone,
      defaultForAz,
    ]),
  ).toEqual([
    ['172.31.0.0/20', 'us-east-1a', true],
    ['172.31.16.0/20', 'us-east-1b', true],
    ['172.31.32.0/20', 'us-east-1c', true],
  ]);
});

test('the default group lets its members in and everything out', () => {
  const { ec2 } = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const [group] = [...ec2.securityGroups.values()];
  expect(group?.groupName).toBe('default');
  expect([...(group?.rules.values() ?? [])]).toMatchObject([
    { isEgress: false, ipProtocol: '-1', peer: { kind: 'security-group', groupId: group?.groupId } },
    { isEgress: true, ipProtocol: '-1', peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } },
  ]);
});

test('the same seed gives the same ids', () => {
  const idsOf = (seed: number) => [
    ...createRegion('us-east-1', { seed, timings: TIMINGS.documented }).ec2.subnets.keys(),
  ];
  expect(idsOf(7)).toEqual(idsOf(7));
  expect(idsOf(7)).not.toEqual(idsOf(8));
});

test.each([
  ['us-east-1', 'use1-az1'],
  ['ap-northeast-1', 'apne1-az1'],
  ['ap-southeast-2', 'apse2-az1'],
  ['eu-central-1', 'euc1-az1'],
  ['sa-east-1', 'sae1-az1'],
  ['ca-west-1', 'caw1-az1'],
])('the first zone id of %s is %s', (region, zoneId) => {
  expect(availabilityZonesOf(region)[0]?.zoneId).toBe(zoneId);
});
