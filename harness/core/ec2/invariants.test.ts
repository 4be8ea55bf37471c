import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { checkEc2Invariants } from './invariants.ts';
import { createVpc } from './vpcs.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  createVpc(region, '10.0.0.0/16', new Map());
  return region.ec2;
}

test('a new account and a new VPC are sound', () => {
  expect(checkEc2Invariants(setUp())).toEqual([]);
});

test('a VPC without its main table, and what is in a VPC that is gone, are faults', () => {
  const state = setUp();
  const [vpcId = '', otherVpcId = ''] = state.vpcs.keys();
  const mainTable = [...state.routeTables.values()].find((routeTable) => routeTable.vpcId === otherVpcId);
  mainTable?.associations.clear();
  expect(checkEc2Invariants(state)).toEqual([`${otherVpcId} has 0 main route tables`]);
  state.vpcs.delete(vpcId);
  expect(checkEc2Invariants(state)).toHaveLength(8);
});

test('a subnet that is gone leaves no association', () => {
  const state = setUp();
  const [subnetId = ''] = state.subnets.keys();
  const [routeTable] = state.routeTables.values();
  for (const associationId of ['rtbassoc-1', 'rtbassoc-2'])
    routeTable?.associations.set(associationId, { associationId, subnetId });
  state.subnets.delete(subnetId);
  expect(checkEc2Invariants(state)).toEqual([
    `${subnetId} has two route tables`,
    `${subnetId} is gone and has a route table`,
    `${subnetId} is gone and has a route table`,
  ]);
});
