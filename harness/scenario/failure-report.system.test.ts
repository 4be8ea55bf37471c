import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

// In node_modules, so that the project finds vitest there, and nobody looks for tests in it.
const PLACE = fileURLToPath(new URL('../../node_modules/.scenario-test-', import.meta.url));
const ENTRY = fileURLToPath(new URL('./index.ts', import.meta.url));
let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(PLACE);
  await mkdir(join(cwd, 'scenarios'));
  await writeFile(join(cwd, 'package.json'), '{ "type": "module" }');
  await writeFile(join(cwd, 'vitest.config.js'), 'export default { test: { testTimeout: 120_000 } };');
  await writeFile(
    join(cwd, 'scenarios', 'fails.test.ts'),
    `import { describe, expect, test } from ${JSON.stringify(ENTRY)};
     describe("it's (a) suite", () => {
       test('costs $5 [+ 10 %]', async ({ deploy, client }) => {
         const flow = await client.openFlow(await deploy());
         expect(await flow.send()).toBeServedBy('nobody');
       });
       test('costs $5 [+ 10 %], and more', { expectsNoTraffic: true }, () => undefined);
     });
     test('dies', ({ deploy }) => deploy({ targets: [{ name: 'mine', command: ['sh', '-c', 'echo oops; exit 3'] }] }));`,
  );
});

afterAll(() => rm(cwd, { recursive: true }));

/** Runs a command line in the project of a user. Resolves to what it said. */
function shell(commandLine: string): Promise<string> {
  const { NO_COLOR: _, ...environment } = process.env;
  // What vitest tells its own workers is not for another vitest.
  const inherited = Object.entries(environment).filter(
    ([name]) => !/^(VITEST|NODE_|NLB_|FORCE_COLOR)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile('sh', ['-c', commandLine], { cwd, env }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

test('a failure is told with the names of targets, and its replay runs that scenario alone', async () => {
  const report = await shell('npx vitest run');
  expect(report).toContain("it's (a) suite > costs $5 [+ 10 %]: world loopback, seed 1");
  expect(report).toMatch(/^ {2}target-a is i-[0-9a-f]{17} at 172\.31\.\d+\.\d+:8080 in us-east-1a$/m);
  expect(report).toMatch(
    /^ {2}203\.0\.113\.1:\d+ > 172\.31\.[\d.]+:8080 {2}target-[ab] \(172\.31\.[\d.]+:8080\) {2}1 in, 1 out$/m,
  );
  expect(report).toMatch(/^ +3\.0 s {2}target target-a:8080: initial → healthy \(connected\)$/m);

  expect(report).toMatch(/^ {2}mine is i-[0-9a-f]{17}$/m);
  // The process ends in real time, while harness time goes on.
  expect(report).toMatch(
    /^ +\d+\.\d s {2}instance mine: the host's process ended with status 3\n {15}oops$/m,
  );

  const command =
    /^ {2}(NLB_WORLD=loopback NLB_SEED=1 npx vitest run scenarios\/fails\.test\.ts -t .*)$/m.exec(
      report,
    )?.[1];
  const replay = await shell(command!);
  expect(replay).toContain('Expected 1 datagrams to be served by nobody');
  expect(replay).toMatch(/Tests +1 failed \| 2 skipped/);
});
