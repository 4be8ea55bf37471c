import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from './cli.fixture.ts';

const ASK = ['explain', 'udp', '203.0.113.9:1', '172.31.0.5:53'];
const COMMANDS = ['demo', 'serve', 'run', 'explain', 'doctor', 'user-data'];

test('help names every command and the exit codes', async () => {
  const { code, stdout, stderr } = await runCli(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} [options]`);
  expect(stdout).toContain('Exit codes: 0 done, 1 a scenario failed, 2 wrong usage');
});

test('the version is that of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

describe.concurrent('wrong usage ends with exit code 2 and says on stderr what is wrong', () => {
  test.each([
    { args: [], says: 'Usage: nlb-harness' },
    { args: ['dance'], says: "unknown command 'dance'" },
    { args: ['doctor', '--loud'], says: "unknown option '--loud'" },
    { args: ['doctor', 'now'], says: 'too many arguments' },
    { args: ['serve', '--port', '65536'], says: 'Give a port from 0 to 65535' },
    { args: ['serve', '--speed', '0'], says: 'Give a number from 0.01 to 10000' },
    { args: ['serve', '--profile', 'fast'], says: 'Allowed choices are documented, observed' },
    {
      args: ['serve', '--region', 'mars'],
      says: "What to change: Give the name of a Region, like 'us-east-1'.",
    },
    { args: ['explain', 'udp'], says: "missing required argument 'source'" },
    { args: ['run', '--shard', '4/3'], says: 'Give index/count' },
    { args: ['run', '--seed', '1.5'], says: 'Give a whole number from 0 up' },
    { args: ['run', '--report', 'pdf'], says: 'Allowed choices are html, json, junit' },
    { args: ['user-data', '--udp-port', '0'], says: 'Give a port from 1 to 65535' },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

test('an error of the harness says what, whose fault it is and what to do, without a stack', async () => {
  const { code, stderr } = await runCli([...ASK, '--endpoint', 'http://127.0.0.1:1']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'error No world answers at http://127.0.0.1:1. [HARNESS_NOTHING_SERVED]\n' +
      'What to change: Start one with nlb-harness serve, or give its endpoint with --endpoint.\n',
  );
});

test.concurrent.each([
  ['--debug', { args: ['--debug', ...ASK], env: {} }],
  ['DEBUG', { args: ASK, env: { DEBUG: '1' } }],
])('%s shows where an error came from', async (_, { args, env }) => {
  const { code, stderr } = await runCli([...args, '--endpoint', 'nowhere'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain("The endpoint 'nowhere' is not an HTTP address");
  expect(stderr).toMatch(/\n {4}at .*ask-served-world/);
});
