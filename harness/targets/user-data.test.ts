import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AgentClient } from './agent-client.ts';
import type { AgentConfig } from './agent-config.ts';
import { generateCertificate } from './certificate.ts';
import { ADDRESS, AGENT_FILE, askUdp } from './test-agent.fixture.ts';
import { generateUserData, parseUserData, USER_DATA_LIMIT_BYTES } from './user-data.ts';

const config: AgentConfig = {
  name: 'it\'s $(name) `here` \\ "quoted"',
  udpPort: 8080,
  health: { protocol: 'TCP', port: 8080, tls: undefined },
  controlPort: 8079,
};

function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'nlb-harness-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a script as cloud-init would, in a directory of our own, and returns the first line of what it started. */
async function runScript(script: string, directory: string, environment: NodeJS.ProcessEnv): Promise<string> {
  // A pipe in place of the log file: reading waits for what is written, and nothing has to be polled.
  execFileSync('mkfifo', [join(directory, 'log')]);
  const line = once(createInterface({ input: createReadStream(join(directory, 'log')) }), 'line');
  const shell = spawn('sh', [], {
    env: { PATH: process.env.PATH, NLB_HARNESS_DIR: directory, ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  shell.stdin.end(script);
  expect(await once(shell, 'exit')).toEqual([0, null]);
  return (await line)[0];
}

test('starts the agent with its configuration when sh runs it', async () => {
  using directory = temporaryDirectory();
  const line = await runScript(generateUserData(config), directory.path, {
    ADDRESS,
    UDP_PORT: '0',
    HEALTH_PORT: '0',
    CONTROL_PORT: '0',
  });
  const pid = Number(readFileSync(join(directory.path, 'pid'), 'utf8'));
  try {
    const ready = JSON.parse(line);
    const state = await new AgentClient({ address: ADDRESS, port: ready.controlPort }).state();
    expect(state.name).toBe(config.name);
    const [reply] = await askUdp(ready.udpPort, ['#1']);
    expect(JSON.parse(reply?.text ?? '')).toMatchObject({ target: config.name, sequence: 1 });
  } finally {
    process.kill(pid);
  }
});

test('runs a command with its environment, whatever characters are in it', async () => {
  using directory = temporaryDirectory();
  const nasty = 'a\'b"c$(exit 9)`exit 9`\\ *;&|\nEND_OF_SECTION\nsecond';
  const script = generateUserData({
    command: [
      'node',
      '-e',
      'const { ADDRESS, UDP_PORT, HEALTH_PORT, NASTY } = process.env; console.log(JSON.stringify([ADDRESS, UDP_PORT, HEALTH_PORT, NASTY, process.argv[1]]))',
      nasty,
    ],
    environment: { NASTY: nasty },
    udpPort: 5353,
    healthPort: 8080,
  });
  const line = await runScript(script, directory.path, {});
  expect(JSON.parse(line)).toEqual(['0.0.0.0', '5353', '8080', nasty, nasty]);
});

test('is read back as the agent and the configuration that it was made of', () => {
  expect(parseUserData(generateUserData(config))).toEqual({
    kind: 'agent',
    config,
    source: readFileSync(AGENT_FILE, 'utf8'),
    file: AGENT_FILE,
  });
});

test('every command is read back as it was', () => {
  const word = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'));
  const commands = fc.record({
    command: fc.array(word, { minLength: 1 }),
    environment: fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/), word),
  });
  fc.assert(
    fc.property(commands, (command) => {
      const { environment, ...rest } = command;
      expect(parseUserData(generateUserData(command))).toEqual({
        kind: 'command',
        config: { ...rest, environment: { ...environment } },
      });
    }),
    { numRuns: 25 },
  );
});

test('user data of others is not ours', () => {
  expect(parseUserData('')).toBeUndefined();
  expect(parseUserData('#!/bin/bash\nyum install -y nginx\n')).toBeUndefined();
});

test('user data of ours that was damaged is refused', () => {
  const script = generateUserData(config);
  const damaged = [
    script.replace(/section config\nbase64.*\n.{20}/, 'section config\nbase64\n'),
    script.replace('section agent', 'section nothing'),
    script.slice(0, 200),
  ];
  for (const text of damaged)
    expect(() => parseUserData(text)).toThrow(expect.objectContaining({ code: 'HARNESS_USER_DATA_INVALID' }));
});

test('an agent with an HTTPS certificate fits into user data', async () => {
  const tls = await generateCertificate('target.example');
  const script = generateUserData({ ...config, health: { protocol: 'HTTPS', port: 443, tls } });
  expect(Buffer.byteLength(script)).toBeLessThan(USER_DATA_LIMIT_BYTES * 0.75);
});

test('refuses what EC2 would refuse for its size', () => {
  const noise = Array.from({ length: 4_000 }, (_, index) =>
    Math.imul(index + 1, 0x9e3779b1).toString(36),
  ).join('');
  expect(() => generateUserData({ command: ['true', noise], environment: {} })).toThrow(
    expect.objectContaining({ code: 'HARNESS_USER_DATA_TOO_LARGE' }),
  );
});

test('refuses commands and variables that no shell can run', () => {
  const invalid = expect.objectContaining({ code: 'HARNESS_ARGUMENT_INVALID' });
  expect(() => generateUserData({ command: [], environment: {} })).toThrow(invalid);
  expect(() => generateUserData({ command: ['a\0b'], environment: {} })).toThrow(invalid);
  expect(() => generateUserData({ command: ['true'], environment: { 'A;B': '1' } })).toThrow(invalid);
});

test('is a script that the shell accepts', () => {
  const script = generateUserData(config);
  expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
});
