import { expect, test } from 'vitest';
import { Evidence } from './evidence.ts';
import { fakeEvents } from './world.fixture.ts';

test('a change counts as evidence even where the log forgets as much as it learns', () => {
  const { world, happens } = fakeEvents(2);
  const evidence = new Evidence(world);
  for (const text of ['one', 'two', 'three']) happens('api-call', text);
  evidence.startAfterDeploy();
  expect(() => evidence.check(true)).toThrow('it sent no datagram and changed nothing');
  happens('target-health', 'unhealthy');
  expect(() => evidence.check(true)).not.toThrow();
});

test('a scenario that asserts nothing is inconclusive, unless that cannot be known', () => {
  const evidence = new Evidence(fakeEvents(1).world);
  evidence.countDatagram();
  expect(() => evidence.check(false)).toThrow('proves nothing: it asserted nothing. ');
  expect(() => evidence.check(undefined)).not.toThrow();
});
