import { expect, test } from 'vitest';
import { FaultCheck } from './fault-check.ts';
import { fakeEvents } from './world.fixture.ts';

test('a fault is told however much happens after it', () => {
  const { world, happens } = fakeEvents(1);
  const faults = new FaultCheck(world);
  happens('fault', 'the port is taken');
  happens('flow-opened', 'flow');
  expect(world.events().map(({ kind }) => kind)).toEqual(['flow-opened']);
  expect(() => faults.check()).toThrow(
    'Something went wrong during the scenario: the port is taken. Mend that',
  );
});

test('the first fault is told with the number of the others, and also one from before', () => {
  const { world, happens } = fakeEvents(10);
  happens('fault', 'early');
  const faults = new FaultCheck(world);
  happens('fault', 'late');
  expect(() => faults.check()).toThrow('during the scenario (and 1 more): early');
});

test('without a fault nothing is told', () => {
  const { world, happens } = fakeEvents(10);
  const faults = new FaultCheck(world);
  happens('target-health', 'unhealthy');
  expect(() => faults.check()).not.toThrow();
});

test('the output of a process stands on lines of its own', () => {
  const { world, happens } = fakeEvents(10);
  const faults = new FaultCheck(world);
  happens('fault', 'it ended with status 3\n    oops');
  expect(() => faults.check()).toThrow("with status 3\n    oops\nAWS's API shows nothing of it. Mend that");
});
