import { expect, test } from 'vitest';
import { OPERATION_NOTES } from '../../harness/core/ledger/operation-notes.ts';
import { OPERATIONS, operationsSection } from './operations.ts';
import { timingsSection } from './timings.ts';

test('each timing stands with both profiles and its rule', () => {
  expect(timingsSection()).toContain('| CreateLoadBalancer to state `active` | 2 s | 180 s | NLB-TM-01 |');
  expect(timingsSection()).toContain('| An EC2 instance to `running` or `stopped` | 1 s | 30 s |  |');
});

test('each of the 51 operations stands with what it answers', () => {
  const lines = operationsSection().split('\n');
  expect(OPERATIONS).toHaveLength(51);
  for (const name of OPERATIONS)
    expect(lines.filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(1);
  expect(lines).toContain('| CreateTrustStore | refused by name |  |');
  expect(lines).toContain('| DescribeTargetHealth | answered |  |');
});

test('every note is about an operation that exists', () => {
  expect(Object.keys(OPERATION_NOTES).filter((name) => !OPERATIONS.includes(name))).toEqual([]);
});
