import { expect, test } from 'vitest';
import { records, runCli } from '../cli.fixture.ts';

test('doctor --json tells of Node.js and of each world, and whether this version has it', async () => {
  const { code, stdout } = await runCli(['doctor', '--json']);
  const [version, ...worlds] = records(stdout);
  expect(code).toBe(0);
  expect(version).toMatchObject({ kind: 'version', node: process.versions.node, platform: process.platform });
  expect(worlds.map(({ world, built, status }) => ({ world, built, status }))).toEqual([
    { world: 'loopback', built: true, status: 'works' },
    // Whether it works is the machine's affair.
    { world: 'netns', built: true, status: expect.stringMatching(/^(works|does not work)$/) },
    { world: 'docker', built: true, status: expect.stringMatching(/^(works|does not work)$/) },
    { world: 'live', built: false, status: 'planned, not in this version' },
  ]);
  for (const finding of worlds.flatMap(({ findings }) => findings as object[])) {
    expect(Object.keys(finding)).toEqual(['what', 'ok', 'found', 'remedy']);
  }
});

test('doctor says whether there are AWS credentials, and nothing of what they are', async () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' };
  const { stdout } = await runCli(['doctor'], { env });
  expect(stdout).toMatch(/✓ AWS credentials +in the environment\n/);
  expect(stdout).not.toMatch(/AKIDEXAMPLE|wJalrXUtnFEMI/);
});

test('doctor names what is missing, and how to get it', async () => {
  const { stdout } = await runCli(['doctor'], { env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  expect(stdout).toMatch(
    /– Docker engine +tcp:\/\/127.0.0.1:1 \(DOCKER_HOST\): nobody answers {2}Start a Docker engine, or set DOCKER_HOST to one\n/,
  );
});
