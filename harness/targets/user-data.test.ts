import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AgentClient } from './agent-client.ts';
import type { AgentConfig } from './agent-config.ts';
import { generateCertificate } from './certificate.ts';
import { ADDRESS, AGENT_FILE, askUdp } from './test-agent.fixture.ts';
import { generateUserData, parseUserData, USER_DATA_LIMIT_BYTES } from './user-data.ts';
import { runScript, temporaryDirectory } from './user-data-run.fixture.ts';

const config: AgentConfig = {
  name: 'it\'s $(name) `here` \\ "quoted"',
  udpPort: 8080,
  health: { protocol: 'TCP', port: 8080, tls: undefined },
  controlPort: 8079,
};

test('starts the agent with its configuration when sh runs it', async () => {
  using directory = temporaryDirectory();
  const started = await runScript(generateUserData(config), directory.path, {
    ADDRESS,
    UDP_PORT: '0',
    HEALTH_PORT: '0',
    CONTROL_PORT: '0',
  });
  try {
    const ready = JSON.parse(started.lines[0]!);
    const state = await new AgentClient({ address: ADDRESS, port: ready.controlPort }).state();
    expect(state.name).toBe(config.name);
    const [reply] = await askUdp(ready.udpPort, ['#1']);
    expect(JSON.parse(reply?.text ?? '')).toMatchObject({ target: config.name, sequence: 1 });
  } finally {
    await started.end();
  }
});

const NASTY = 'a\'b"c$(exit 9)`exit 9`\\ *;&|\nEND_OF_SECTION\nsecond';

/** Tells what it was given, on one line. */
const TELL = {
  command: [
    'node',
    '-e',
    'const { ADDRESS, UDP_PORT, HEALTH_PORT, NASTY } = process.env; console.log(JSON.stringify([ADDRESS, UDP_PORT, HEALTH_PORT, NASTY, process.argv[1]]))',
    NASTY,
  ],
  environment: { NASTY },
};

test('runs a command with its environment, whatever characters are in it', async () => {
  using directory = temporaryDirectory();
  const script = generateUserData({ ...TELL, udpPort: 5353, healthPort: 8080 });
  const { lines } = await runScript(script, directory.path, {});
  expect(JSON.parse(lines[0]!)).toEqual(['0.0.0.0', '5353', '8080', NASTY, NASTY]);
});

test('runs sidecars beside a command, with the same ports', async () => {
  using directory = temporaryDirectory();
  const waits = { command: ['sh', '-c', 'echo "$UDP_PORT"; exec sleep 60'], environment: {} };
  const script = generateUserData({ ...waits, udpPort: 5353, healthPort: 8080, sidecars: [waits, TELL] });
  const started = await runScript(script, directory.path, { ADDRESS }, { sidecars: 2 });
  await started.end();
  const [service, first, second] = started.lines;
  expect([service, first]).toEqual(['5353', '5353']);
  expect(JSON.parse(second!)).toEqual([ADDRESS, '5353', '8080', NASTY, NASTY]);
});

test('tells the sidecars of an agent the port on which they are to answer in its place', async () => {
  using directory = temporaryDirectory();
  const script = generateUserData({ ...config, health: undefined, healthPort: 9090, sidecars: [TELL] });
  const started = await runScript(
    script,
    directory.path,
    { ADDRESS, UDP_PORT: '0', CONTROL_PORT: '0' },
    { sidecars: 1 },
  );
  await started.end();
  const [agent, sidecar] = started.lines.map((line) => JSON.parse(line));
  expect(agent).toMatchObject({ ready: true });
  expect(sidecar).toEqual([ADDRESS, '8080', '9090', NASTY, NASTY]);
});

test('runs an image in the network of the instance, with the same environment', async () => {
  using directory = temporaryDirectory();
  const docker = join(directory.path, 'docker');
  // In the place of Docker: tells its arguments. The real one is asked in user-data.docker.test.ts.
  writeFileSync(docker, '#!/bin/sh\nexec node -p "JSON.stringify(process.argv.slice(1))" -- "$@"\n', {
    mode: 0o755,
  });
  const script = generateUserData({
    image: 'registry.example/dns:1',
    command: ['serve', NASTY],
    environment: { NASTY },
    udpPort: 53,
    healthPort: 8080,
    sidecars: [{ image: 'sidecar', environment: {} }],
  });
  const path = [directory.path, process.env.PATH].join(delimiter);
  const { lines } = await runScript(script, directory.path, { PATH: path }, { sidecars: 1 });
  const run = ['run', '--rm', '--init', '--network', 'host', '--cidfile'];
  const ports = ['--env', 'UDP_PORT=53', '--env', 'HEALTH_PORT=8080'];
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    [
      ...run,
      'run.cid',
      '--env',
      'ADDRESS=0.0.0.0',
      '--env',
      `NASTY=${NASTY}`,
      ...ports,
      'registry.example/dns:1',
      'serve',
      NASTY,
    ],
    [...run, 'sidecar-1.cid', '--env', 'ADDRESS=0.0.0.0', ...ports, 'sidecar'],
  ]);
});

test('is read back as the agent and the configuration that it was made of', () => {
  expect(parseUserData(generateUserData(config))).toEqual({
    kind: 'agent',
    config,
    source: readFileSync(AGENT_FILE, 'utf8'),
    file: AGENT_FILE,
  });
});

test('every command or image is read back as it was, and so are its sidecars', () => {
  // Any code point but NUL and lone surrogates. A string of the unit `binary` is the same, and takes a second to set up.
  const character = fc
    .integer({ min: 1, max: 0x10_ff_ff - 0x8_00 })
    .map((nth) => String.fromCodePoint(nth < 0xd8_00 ? nth : nth + 0x8_00));
  const word = fc.oneof(
    fc.string(),
    fc.array(character).map((characters) => characters.join('')),
  );
  const program = fc.record(
    {
      image: fc.stringMatching(/^[a-z]{1,9}$/),
      command: fc.array(word, { minLength: 1 }),
      environment: fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/), word, {
        noNullPrototype: true,
      }),
    },
    { requiredKeys: ['command', 'environment'] },
  );
  fc.assert(
    fc.property(program, fc.array(program, { maxLength: 2 }), (service, sidecars) => {
      const command = { ...service, sidecars };
      expect(parseUserData(generateUserData(command))).toEqual({ kind: 'command', config: command });
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
  expect(() => generateUserData({ environment: {} })).toThrow(invalid);
  expect(() => generateUserData({ image: '', environment: {} })).toThrow(invalid);
  expect(() => generateUserData({ ...config, sidecars: [{ command: [], environment: {} }] })).toThrow(
    invalid,
  );
  expect(() => generateUserData({ command: ['a\0b'], environment: {} })).toThrow(invalid);
  expect(() => generateUserData({ command: ['true'], environment: { 'A;B': '1' } })).toThrow(invalid);
});

test('is a script that the shell accepts', () => {
  const script = generateUserData(config);
  expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
});
