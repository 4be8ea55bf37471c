import { expect, test } from 'vitest';
import { chooseWorld, chooseWorlds } from './choose-world.ts';

test.each([
  [undefined, {}, 'loopback'],
  [undefined, { NLB_WORLD: 'netns' }, 'netns'],
  [undefined, { NLB_WORLD: '' }, 'loopback'],
  ['docker', { NLB_WORLD: 'netns' }, 'docker'],
])('option %j with %j chooses %s', (option, environment, world) => {
  expect(chooseWorld(option, environment)).toBe(world);
});

test('several worlds are taken in their order, each once', () => {
  expect(chooseWorlds('netns, loopback,netns', {})).toEqual(['netns', 'loopback']);
  expect(chooseWorlds(undefined, { NLB_WORLD: 'netns' })).toEqual(['netns']);
  expect(chooseWorlds('all', {})).toBe('all');
});

test.each(['mars', 'loopback,mars', 'loopback,', ''])(
  'worlds %j are refused with those that there are',
  (option) => {
    expect(() => chooseWorlds(option, {})).toThrow(/Use one of: loopback, netns, docker, all/);
  },
);
