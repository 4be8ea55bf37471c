import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** npm installs from the network where its cache does not have a package. */
const PATIENCE_MS = 300_000;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist']);

/** Ends what hangs before vitest gives up on it, so that nothing is left. */
const run = (file: string, parameters: readonly string[], options: { readonly cwd: string }) =>
  promisify(execFile)(file, parameters, { ...options, env: environment(), timeout: PATIENCE_MS - 10_000 });

describe('the published package', () => {
  let folder: string;
  let project: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nlb-harness-package-'));
    project = join(folder, 'project');
    await mkdir(project);
    await describeProject(project, await pack(folder));
    await npm(project, 'install', '--prefer-offline', '--no-audit', '--no-fund');
    const scenario = await readFile(join(REPOSITORY, 'scenarios/failover.test.ts'), 'utf8');
    await writeFile(
      join(project, 'failover.test.ts'),
      scenario.replace("'../harness/scenario/index.ts'", "'nlb-harness/vitest'"),
    );
  }, PATIENCE_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('runs a scenario in a project of its own', { timeout: PATIENCE_MS }, async () => {
    const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=results.json'];
    // Whether it succeeds is in the results, and what it says is why.
    const { stdout } = await npx(project, 'vitest', 'run', '--testTimeout=120000', ...reporters).catch(
      (failure: { stdout: string }) => failure,
    );
    const results = JSON.parse(await readFile(join(project, 'results.json'), 'utf8'));
    expect(results, stdout).toMatchObject({ success: true, numPassedTests: 2, numTotalTests: 2 });
  });

  test('brings types that a scenario compiles with', { timeout: PATIENCE_MS }, async () => {
    await compile(project, 'failover.test.ts');
    // So that it is known to look: `any` would take this.
    const wrong =
      "import { test } from 'nlb-harness/vitest'; test('x', ({ deploy }) => deploy({ targets: 'two' }));";
    await writeFile(join(project, 'wrong.ts'), wrong);
    await expect(compile(project, 'wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining('TS2322'),
    });
  });

  test('brings a wait strategy that testcontainers takes', { timeout: PATIENCE_MS }, async () => {
    const program = `import { GenericContainer } from 'testcontainers';
      import { UdpWait } from 'nlb-harness/testcontainers';
      const waiting = new GenericContainer('dns').withWaitStrategy(UdpWait.forEcho(53).withStartupTimeout(5000));
      console.log(typeof waiting.start);`;
    await writeFile(join(project, 'wait.ts'), program);
    await compile(project, 'wait.ts', '--types', 'node');
    expect((await run(process.execPath, ['wait.ts'], { cwd: project })).stdout).toBe('function\n');
  });

  test('has a command line', { timeout: PATIENCE_MS }, async () => {
    const { stdout } = await npx(project, 'nlb-harness', 'user-data', '--name', 'game');
    expect(stdout).toMatch(/^#!\/bin\/sh\n# nlb-harness user data/);
  });

  test('holds what runs and nothing that only we need', async () => {
    const files = await readdir(join(project, 'node_modules/nlb-harness'), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(
        [
          'LICENSE',
          'README.md',
          'harness/cli/bin.mjs',
          'dist/targets/agent.mjs',
          'dist/node/worker.js',
          'dist/worlds/docker/guard-process.js',
          'dist/worlds/docker/station/main.js',
          'harness/worlds/docker/image/Dockerfile',
        ].map((path) => join(...path.split('/'))),
      ),
    );
    expect(files.filter(isOnlyOurs)).toEqual([]);
    // Node for the repository itself comes through npm, too; users bring their own.
    const installed = await readdir(join(project, 'node_modules'));
    expect(installed.filter((name) => /^node-(bin-)?(linux|darwin|win)/.test(name))).toEqual([]);
  });
});

/** Source, tests and what they use. `scenario/test.js` is the product's. */
function isOnlyOurs(path: string): boolean {
  const source = /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
  return source || /\.(test|fixture)\.|[\\/]testing[\\/]|[\\/]test-/.test(path);
}

/** Packs a copy, because packing builds, and somebody may be using what was built here. */
async function pack(folder: string): Promise<string> {
  const copy = join(folder, 'copy');
  await cp(REPOSITORY, copy, {
    recursive: true,
    filter: (source) => !NOT_COPIED.has(relative(REPOSITORY, source)),
  });
  await symlink(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const { stdout } = await npm(copy, 'pack', '--silent', '--pack-destination', folder);
  return join(folder, stdout.trim().split('\n').at(-1)!);
}

/**
 * A project that depends on the tarball and on vitest. It gets the versions in our lock file, so that npm finds
 * everything where `npm ci` has put it and does not ask the registry what is newest; npm drops from the lock
 * file what nothing here depends on.
 */
async function describeProject(project: string, tarball: string): Promise<void> {
  const { packages } = await readJson<{ packages: Record<string, Manifest> }>('package-lock.json');
  const { name, version, dependencies, peerDependencies, peerDependenciesMeta, bin } =
    await readJson<Manifest>('package.json');
  const resolved = `file:${tarball}`;
  const manifest: Manifest = {
    private: true,
    type: 'module',
    dependencies: { [name!]: resolved, vitest: packages['node_modules/vitest']!.version! },
  };
  const theirs = Object.entries(packages).filter(([path, { link }]) => /^node_modules\//.test(path) && !link);
  const own = { version, resolved, dependencies, peerDependencies, peerDependenciesMeta, bin };
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { '': manifest, ...Object.fromEntries(theirs), [`node_modules/${name}`]: own },
  };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock));
}

interface Manifest {
  readonly [key: string]: unknown;
  readonly name?: string;
  readonly version?: string;
  readonly link?: boolean;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(join(REPOSITORY, path), 'utf8'));
}

function compile(cwd: string, file: string, ...more: string[]) {
  const compiler = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2024'];
  return run(process.execPath, [compiler, ...options, ...more, file], { cwd });
}

function npm(cwd: string, ...parameters: string[]) {
  return run('npm', parameters, { cwd });
}

function npx(cwd: string, ...parameters: string[]) {
  return run('npx', ['--no-install', ...parameters], { cwd });
}

/** As in a terminal of its own: what npm and vitest tell their children is about this repository. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|config_local_prefix)|VITEST|NODE_(ENV|OPTIONS|PATH)|NLB_|INIT_CWD|TEST$)/.test(
        name,
      ),
  );
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  return { ...Object.fromEntries(inherited), PATH: path };
}
