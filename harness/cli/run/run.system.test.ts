import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examineNetnsRequirements } from '../../index.ts';
import { alive, RunningCli, records, runCli } from '../cli.fixture.ts';

// In node_modules, so that the project finds vitest there, and nobody looks for tests in it.
const PLACE = fileURLToPath(new URL('../../../node_modules/.cli-test-', import.meta.url));
const INDEX = fileURLToPath(new URL('../../index.ts', import.meta.url));
let cwd: string;
/** Folders of their own, so that a run in one does not find what is in another. */
const projects: string[] = [];

/** A project with these scenario files, by name. */
async function makeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const project = await mkdtemp(PLACE);
  projects.push(project);
  await mkdir(join(project, 'scenarios'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, 'scenarios', name), text);
  return project;
}

const CHOOSY = {
  'choosy.test.ts': `import { expect, test } from 'vitest';
     test('is at home in netns', ({ skip }) => {
       if (process.env.NLB_WORLD !== 'netns') skip('the ' + process.env.NLB_WORLD + ' world lacks client-port');
     });
     test('fails in netns', () => expect(process.env.NLB_WORLD).not.toBe('netns'));`,
};

beforeAll(async () => {
  cwd = await makeProject({
    'passing.test.ts': `import { expect, test } from 'vitest';
     test('sees world and seed', { meta: { scenario: { rules: ['NLB-RT-01'] } } }, () => {
       expect([process.env.NLB_WORLD, process.env.NLB_SEED]).toEqual(['loopback', '7']);
     });
     test('is skipped', ({ skip }) => skip('the loopback world lacks client-port'));`,
    'mixed.test.ts': `import { expect, test } from 'vitest';
     test('fails (<b>)', () => expect(1).toBe(2));
     test('holds', () => expect(1).toBe(1));`,
    'broken.test.ts': `test('`,
  });
  await writeFile(join(cwd, 'not-a-scenario.test.ts'), `throw new Error('nobody asked for this file');`);
});

afterAll(() => Promise.all(projects.map((project) => rm(project, { recursive: true }))));

test.concurrent('run fails with its scenarios, and with files that cannot be loaded', async () => {
  const { code, stdout } = await runCli(
    ['run', '--seed', '7', '--json', '--report', 'html', '--output', 'out/r.html'],
    { cwd },
  );
  expect(code).toBe(1);
  const told = records(stdout);
  expect(told.at(-1)).toMatchObject({
    kind: 'summary',
    worlds: ['loopback'],
    seed: '7',
    totals: { passed: 2, failed: 1, skipped: 1 },
    report: 'out/r.html',
  });
  expect(told).toContainEqual(
    expect.objectContaining({
      kind: 'world',
      world: 'loopback',
      errors: [expect.stringContaining('scenarios/broken.test.ts: ')],
    }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({
      world: 'loopback',
      title: 'is skipped',
      reason: 'the loopback world lacks client-port',
    }),
  );
  const page = await readFile(join(cwd, 'out/r.html'), 'utf8');
  expect(page).toContain('fails (&lt;b&gt;)');
  expect(page).toContain('<code>NLB-RT-01</code>');
});

test.concurrent('run takes parts of file names, and says why something was skipped', async () => {
  const { code, stdout } = await runCli(['run', 'PASS', '--seed', '7'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('loopback  1 passed, 0 failed, 1 skipped  seed 7\n');
  expect(stdout).toContain('1 skipped: the loopback world lacks client-port\n');
});

test.concurrent('run takes parts of titles, whatever characters they have', async () => {
  const { stdout } = await runCli(['run', '(<b>)', '--json', '--report', 'junit', '--output', 'r.xml'], {
    cwd,
  });
  expect(records(stdout).filter(({ kind }) => kind === 'scenario')).toMatchObject([
    { title: 'fails (<b>)', state: 'failed', errors: [expect.stringContaining('expected 1 to be 2')] },
  ]);
  expect(records(stdout).at(-1)).toMatchObject({ totals: { passed: 0, failed: 1, skipped: 0 } });
  expect(await readFile(join(cwd, 'r.xml'), 'utf8')).toContain('fails (&lt;b&gt;)');
});

test.concurrent('run in several worlds ends with a table of scenarios and worlds', async ({
  expect,
  skip,
}) => {
  const lacks = (await examineNetnsRequirements()).find(({ ok }) => !ok);
  skip(lacks !== undefined, `the netns world does not work here: ${lacks?.what}`);
  const project = await makeProject(CHOOSY);
  const { code, stdout } = await runCli(
    ['run', '--world', 'netns,loopback,netns', '--report', 'json', '--output', 'r.json'],
    { cwd: project },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/\nscenario +netns +loopback\nscenarios\/choosy\.test\.ts\n/);
  expect(stdout).toMatch(
    /\n {2}is at home in netns +passed +skipped *\n {2}fails in netns +failed +passed *\n/,
  );
  expect(stdout).toContain('netns  1 passed, 1 failed, 0 skipped  seed 1\n');
  expect(stdout).toContain('  1 skipped: the loopback world lacks client-port\n');
  const { scenarios } = JSON.parse(await readFile(join(project, 'r.json'), 'utf8'));
  expect(scenarios[0].results).toMatchObject({
    netns: { state: 'passed' },
    loopback: { state: 'skipped', reason: 'the loopback world lacks client-port' },
  });
});

test.concurrent('run in all worlds names those that it left out, and why', async ({ expect }) => {
  const { stdout } = await runCli(['run', 'choosy', '--world', 'all', '--json'], {
    cwd: await makeProject(CHOOSY),
    env: { DOCKER_HOST: 'tcp://127.0.0.1:1' },
  });
  const told = records(stdout);
  const [docker] = told.filter(({ kind, world }) => kind === 'left-out' && world === 'docker');
  expect(docker?.reason).toMatch(
    /^The docker world does not work on this machine: Docker engine: tcp:\/\/127/,
  );
  const ran = told.filter(({ kind }) => kind === 'world').map(({ world }) => world);
  expect(ran).toContain('loopback');
  expect(told.at(-1)).toMatchObject({ kind: 'summary', worlds: ran });
});

test.concurrent('run in a world that does not work here ends with exit code 2 before anything is run', async ({
  expect,
}) => {
  const { code, stdout, stderr } = await runCli(['run', '--world', 'loopback,docker'], {
    cwd: await makeProject(CHOOSY),
    env: { DOCKER_HOST: 'tcp://127.0.0.1:1' },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /nobody answers\. \[HARNESS_DOCKER_UNAVAILABLE\]\nWhat to do on this machine: Start a/,
  );
});

test.concurrent('run splits the files into shares, without a rest', async () => {
  const shares = await Promise.all(
    ['1/2', '2/2'].map((shard) => runCli(['run', '--seed', '7', '--shard', shard, '--json'], { cwd })),
  );
  const titles = shares.flatMap(({ stdout }) => records(stdout).flatMap(({ title }) => title ?? []));
  expect(titles.sort()).toEqual(['fails (<b>)', 'holds', 'is skipped', 'sees world and seed']);
});

test.concurrent('run gives a scenario two minutes, or what the project says', async ({ expect }) => {
  const limit = {
    'limit.test.ts': `import { expect, test } from 'vitest';
       test('has a limit', ({ task }) => expect(task.timeout).toBe('told'));`,
  };
  const [silent, outspoken] = [await makeProject(limit), await makeProject(limit)];
  await writeFile(join(outspoken, 'vitest.config.js'), 'export default { test: { testTimeout: 7000 } };');
  const told = async (project: string) => (await runCli(['run', '--json'], { cwd: project })).stdout;
  expect(await told(silent)).toContain("expected 120000 to be 'told'");
  expect(await told(outspoken)).toContain("expected 7000 to be 'told'");
});

test.concurrent('run of what does not exist ends with exit code 2 and says what there is', async () => {
  const noName = await runCli(['run', 'nothing-like-it'], { cwd });
  expect(noName.code).toBe(2);
  expect(noName.stderr).toMatch(/HARNESS_NO_SCENARIO/);
  // One a line.
  expect(noName.stderr).toMatch(/Use a part of one of these:\n(?: {2}scenarios\/\S+\n){3}$/);
  expect(noName.stderr).toContain('\n  scenarios/mixed.test.ts\n');
  const noWorld = await runCli(['run', '--world', 'loopback,mars'], { cwd });
  expect(noWorld.code).toBe(2);
  expect(noWorld.stderr).toContain("error There is no world 'mars' to use here. [HARNESS_WORLD_UNKNOWN]\n");
  expect(noWorld.stderr).toContain('What to change: Use one of: loopback, netns, docker, all.\n');
});

test.concurrent('run names at most twenty of the files that there are', async ({ expect }) => {
  const names = Array.from({ length: 23 }, (_, index) => `${index}.test.ts`);
  const project = await makeProject(Object.fromEntries(names.map((name) => [name, ''])));
  const { stderr } = await runCli(['run', 'nothing-like-it'], { cwd: project });
  expect(stderr.match(/^ {2}scenarios\/\d+\.test\.ts$/gm)).toHaveLength(20);
  expect(stderr).toMatch(/\n {2}and 3 more\n$/);
});

test.concurrent('run that is interrupted leaves no process, neither of vitest nor of a world', async ({
  expect,
}) => {
  const project = await makeProject({
    'waiting.test.ts': `import { test } from 'vitest';
     import { deploy, startLoopbackWorld } from ${JSON.stringify(INDEX)};
     test('waits for ever', { timeout: 600_000 }, async () => {
       await deploy(await startLoopbackWorld());
       console.log('WAITING');
       await new Promise(() => undefined);
     });`,
  });
  using run = new RunningCli(['run'], { cwd: project });
  await run.linesUntil('WAITING');
  const started = await run.descendants();
  // Vitest's worker at least, and two targets.
  expect(started.length).toBeGreaterThanOrEqual(3);
  expect((await run.end('SIGINT')).code).toBe(130);
  await expect.poll(() => alive(started), { timeout: 60_000 }).toEqual([]);
});
