import './harness/require-node.mjs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { examineNetnsRequirements } from './harness/worlds/netns/requirements.ts';

// Every process and thread that a test starts loads the same modules: compile them once for all.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

/** As vitest's own command line has it. */
const ASKED_PROJECTS = { project: { type: 'string', multiple: true } } as const;

export default defineConfig(async () => ({
  test: {
    retry: 0,
    // Nothing is mocked, so test files may share what they import: loading the AWS SDK takes longer than most tests.
    isolate: false,
    // Scenarios mostly wait for sockets and processes, so more of them than there are cores.
    maxWorkers: 4,
    // Real sockets on a busy machine: a time-out is there to end a hang, not to measure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true as const,
        test: {
          name: 'unit',
          include: ['harness/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['netns', 'docker', 'system'].map((kind) => `**/*.${kind}.test.ts`),
        },
      },
      {
        extends: true as const,
        // What starts the command line or vitest, installs packages, or needs programs of others: npm run test:all.
        test: { name: 'system', include: ['harness/**/*.system.test.ts'], testTimeout: 300_000 },
      },
      worldProject('loopback'),
      ...(await netnsProjects()),
      ...(await dockerProjects()),
    ],
  },
}));

function worldProject(world: string, ...own: readonly string[]) {
  return {
    extends: true as const,
    test: {
      name: world,
      include: ['scenarios/**/*.test.ts', ...own],
      env: { NLB_WORLD: world },
    },
  } satisfies TestProjectConfiguration;
}

/** What only real networks can show; the rest of the scenarios needs them less than it needs to be quick. */
const NETNS_ONLY = {
  extends: true as const,
  test: {
    name: 'netns-only',
    include: [
      'harness/**/*.netns.test.ts',
      ...[
        'article-commands',
        'client-address',
        'client-port',
        'direct-traffic',
        'tcp-client-address',
        'walk-through',
      ].map((subject) => `scenarios/${subject}.test.ts`),
    ],
    env: { NLB_WORLD: 'netns' },
  },
} satisfies TestProjectConfiguration;

/** None where this machine has no such networks, and then it is said why. */
async function netnsProjects() {
  const missing = (await examineNetnsRequirements()).filter(({ ok }) => !ok);
  if (missing.length === 0) return [worldProject('netns', 'harness/**/*.netns.test.ts'), NETNS_ONLY];
  tellLeftOut('netns', missing);
  return [];
}

/** None where no engine can run them, and then it is said why; or where nobody asks for them: looking takes time. */
async function dockerProjects() {
  const { project: asked = [] } = parseArgs({ strict: false, options: ASKED_PROJECTS }).values;
  const names = asked as string[];
  if (names.length > 0 && !names.some((name) => name === 'docker' || name.startsWith('!'))) return [];
  const { examineDocker } = await import('./harness/emulator/examine-docker.ts');
  const missing = (await examineDocker()).required.filter(({ ok }) => !ok);
  if (missing.length === 0) return [dockerProject()];
  tellLeftOut('docker', missing);
  return [];
}

function dockerProject() {
  const { extends: extending, test } = worldProject('docker', '{harness,tools}/**/*.docker.test.ts');
  return {
    extends: extending,
    test: {
      ...test,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      globalSetup: 'tools/docker-tier/setup.ts',
      // After all the others, and fewer at a time: an engine that starts containers leaves the processors nothing.
      maxWorkers: 2,
      sequence: { groupOrder: 1 },
    },
  };
}

function tellLeftOut(
  world: string,
  missing: readonly { what: string; found: string; remedy: string | undefined }[],
) {
  const reasons = missing.map(({ what, found, remedy }) => `  ${what}: ${found}. ${remedy}\n`);
  console.warn(`The ${world} world is LEFT OUT of the tests.\n${reasons.join('')}`);
}
