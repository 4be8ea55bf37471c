import { expect, test } from 'vitest';
import { AwsError } from '../../core/aws-error.ts';
import { createRegion } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import type { Operation } from '../operation.ts';
import { ec2Operations } from './index.ts';

type AnyOperation = Operation<Record<string, unknown>, Record<string, unknown>>;

const OPERATIONS = Object.entries(ec2Operations) as unknown as [name: string, operation: AnyOperation][];

/** Those of EC2's Describe operations that take no filters at all. */
const UNFILTERED = new Set([
  'DescribeAccountAttributes',
  'DescribeAddressesAttribute',
  'DescribeInstanceAttribute',
  'DescribeSecurityGroupReferences',
  'DescribeStaleSecurityGroups',
  'DescribeVpcAttribute',
]);
const FILTERED = OPERATIONS.filter(([name]) => name.startsWith('Describe') && !UNFILTERED.has(name));

/** Those that give everything at once. */
const WITHOUT_PAGES = new Set([
  'DescribeAddresses',
  'DescribeAvailabilityZones',
  'DescribeKeyPairs',
  'DescribeRegions',
]);
const PAGED = FILTERED.filter(([name]) => !WITHOUT_PAGES.has(name));

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  return { region, accountId: region.accountId, now: 0 };
}

function codeOf(operation: AnyOperation, input: Record<string, unknown>): string {
  try {
    operation(setUp(), input);
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'none';
}

test.each(FILTERED)('%s refuses a filter that it does not know', (_name, operation) => {
  const Filters = [{ Name: 'no-such-filter', Values: ['x'] }];
  expect(codeOf(operation, { Filters })).toBe('InvalidParameterValue');
});

test.each(PAGED)('%s refuses a page of one and a token that it did not give', (_name, operation) => {
  expect(codeOf(operation, { MaxResults: 1 })).toBe('InvalidParameterValue');
  expect(codeOf(operation, { NextToken: 'foreign' })).toBe('InvalidNextToken');
});

test.each(OPERATIONS)('%s answers a dry run with an error and changes nothing', (_name, operation) => {
  const context = setUp();
  const before = structuredClone(context.region.ec2);
  expect(() => operation(context, { DryRun: true })).toThrowError(AwsError);
  expect(context.region.ec2).toEqual(before);
});
