import { expect as plainExpect } from 'vitest';
import { describe, expect, test } from './index.ts';
import type { ScenarioMeta } from './scenario-options.ts';

const OPTIONS = { expectsNoTraffic: true } as const;

describe('options of a scenario are heard', () => {
  const optionsOf = ({ meta }: { meta: object }) => (meta as ScenarioMeta).scenario;
  // Each of these would be inconclusive, and fail, without its option: it asserts, but sends nothing.
  const itSaysSo = ({ task }: { task: { meta: object } }) => expect(optionsOf(task)).toEqual(OPTIONS);

  test('by test', OPTIONS, itSaysSo);
  test.concurrent('by test.concurrent', OPTIONS, itSaysSo);
  test.runIf(true)('by test.runIf', OPTIONS, itSaysSo);
  test.skipIf(false)('by test.skipIf', OPTIONS, itSaysSo);
  test.runIf(true).concurrent('by what test.runIf leads to', OPTIONS, itSaysSo);
  test.each([1, 2])('by test.each: %s', OPTIONS, (number) => expect([1, 2]).toContain(number));
  test.for([1, 2])('by test.for: %s', OPTIONS, (number, { task }) => {
    expect([1, 2]).toContain(number);
    expect(optionsOf(task)).toEqual(OPTIONS);
  });
  test.for`
    list      | length
    ${[1, 2]} | ${2}
  `('by test.for with a table, whose cells are left alone', OPTIONS, ({ list, length }) =>
    expect(list).toHaveLength(length),
  );
  test.extend({ colour: 'green' })('by test.extend', OPTIONS, ({ colour, task }) => {
    expect(colour).toBe('green');
    expect(optionsOf(task)).toEqual(OPTIONS);
  });
  test.extend({ colour: 'green' }).runIf(true)('by what test.extend leads to', OPTIONS, itSaysSo);
});

describe.concurrent('scenarios at the same time', () => {
  for (const count of [1, 2, 3]) {
    test(`are not taken for each other's leaks: ${count}`, async ({ deploy, client, expect: own }) => {
      const nlb = await deploy({ targets: count });
      const flow = await client.openFlow(nlb);
      own(await flow.send()).toMatchObject({ lost: false });
    });
  }

  test('may assert by the expect of vitest', OPTIONS, () => plainExpect(1).toBe(1));
});
