import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { replayCommand } from './replay-command.ts';

const WORLD = { name: 'loopback', seed: 7 } as const;

test('a replay names world, seed, file and the whole title, and a project only where there is one', () => {
  const scenario = { fullTitle: 'failover > moves the flow', file: 'scenarios/failover.test.ts' };
  expect(replayCommand(WORLD, { ...scenario, project: undefined })).toBe(
    "NLB_WORLD=loopback NLB_SEED=7 npx vitest run scenarios/failover.test.ts -t '^failover > moves the flow$'",
  );
  expect(replayCommand(WORLD, { ...scenario, project: 'loopback' })).toContain(
    ' npx vitest run --project loopback scenarios/failover.test.ts -t ',
  );
});

describe('a shell hands the title on as it is, and as a pattern it matches that title alone', () => {
  test.for(["it's $HOME and `date`", 'costs $5 (+ 10 %) [a|b] {2,3}', 'a\\b "c" ^d ~ * ? !', '日本語'])(
    '%s',
    (title) => {
      const command = replayCommand(WORLD, { fullTitle: title, file: "a b's.test.ts", project: undefined });
      const words = execFileSync('sh', ['-c', command.replace(/^.*? run /, 'printf "%s\\n" ')], {
        encoding: 'utf8',
      });
      const [file, option, pattern = ''] = words.split('\n');
      expect([file, option]).toEqual(["a b's.test.ts", '-t']);
      expect(title).toMatch(new RegExp(pattern));
      expect(`${title}, too`).not.toMatch(new RegExp(pattern));
    },
  );
});
