import { expect, test } from 'vitest';
import type { Deployment } from '../index.ts';
import { TargetNames } from './target-names.ts';

function deployment(name: string, targets: Record<string, string>): Deployment {
  return {
    name,
    targets: Object.entries(targets).map(([target, targetId]) => ({
      name: target,
      targetId,
      address: '172.31.0.4',
      port: 8080,
      availabilityZone: 'us-east-1a',
    })),
  } as unknown as Deployment;
}

test('texts get the names that assertions have, for instances and for addresses', () => {
  const names = new TargetNames();
  names.add(deployment('nlb-1', { 'target-a': 'i-07', mine: '172.31.0.1' }));
  expect(names.nameIn('target i-07:8080: healthy → unhealthy')).toBe(
    'target target-a:8080: healthy → unhealthy',
  );
  expect(names.nameIn('instance i-07 (target-a): the process ended')).toBe(
    'instance target-a: the process ended',
  );
  expect(names.nameIn('i-071 and 172.31.0.12, 172.31.0.1')).toBe('i-071 and 172.31.0.12, mine');
  expect(names.legend()).toEqual([
    'target-a is i-07 at 172.31.0.4:8080 in us-east-1a',
    'mine is 172.31.0.1 at 172.31.0.4:8080 in us-east-1a',
  ]);
});

test('instances of no deployment have the names that they were given', () => {
  const names = new TargetNames();
  names.add(deployment('nlb-1', { 'target-a': 'i-1' }));
  names.setInstances(
    new Map([
      ['i-1', 'other'],
      ['i-2', 'mine'],
    ]),
  );
  expect(names.nameIn('i-1 and i-2')).toBe('target-a and mine');
  expect(names.legend()).toEqual(['target-a is i-1 at 172.31.0.4:8080 in us-east-1a', 'mine is i-2']);
});

test('with two deployments names say whose they are', () => {
  const names = new TargetNames();
  names.add(deployment('nlb-1', { 'target-a': 'i-1' }));
  names.add(deployment('nlb-2', { 'target-a': 'i-2' }));
  expect(names.nameIn('i-1 and i-2')).toBe('nlb-1/target-a and nlb-2/target-a');
});
