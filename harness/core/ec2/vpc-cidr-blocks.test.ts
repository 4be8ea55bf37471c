import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import {
  associateVpcCidrBlock,
  cidrBlocksOf,
  disassociateVpcCidrBlock,
  primaryAssociationId,
} from './vpc-cidr-blocks.ts';
import { createVpc } from './vpcs.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  return { region, vpc: createVpc(region, '10.0.0.0/16', new Map()) };
}

test('a VPC has at most five blocks', () => {
  const { region, vpc } = setUp();
  for (const octet of [1, 2, 3, 4]) associateVpcCidrBlock(region, vpc.vpcId, `10.${octet}.0.0/16`);
  expect(cidrBlocksOf(vpc)).toHaveLength(5);
  expect(() => associateVpcCidrBlock(region, vpc.vpcId, '10.5.0.0/16')).toThrowError(
    expect.objectContaining({ code: 'CidrLimitExceeded' }),
  );
});

test.each([
  ['10.0.128.0/20', 'CidrConflict'],
  ['10.1.0.0/15', 'InvalidVpc.Range'],
  ['10.1.0.0', 'InvalidParameterValue'],
])('the block %s is refused with %s', (cidrBlock, code) => {
  const { region, vpc } = setUp();
  expect(() => associateVpcCidrBlock(region, vpc.vpcId, cidrBlock)).toThrowError(
    expect.objectContaining({ code }),
  );
});

test('the first block of a VPC stays', () => {
  const { region, vpc } = setUp();
  expect(() => disassociateVpcCidrBlock(region.ec2, primaryAssociationId(vpc))).toThrowError(
    expect.objectContaining({ code: 'OperationNotPermitted' }),
  );
});
