import { expect, test } from 'vitest';
import { parseUserData } from '../../targets/user-data.ts';
import { runCli } from '../cli.fixture.ts';
import { targetConfig, type UserDataOptions } from './target-config.ts';

const DEFAULTS: UserDataOptions = { name: 'target', udpPort: 8080, udp: true, health: 'tcp', base64: false };

test.concurrent('user-data prints what makes an instance a target with the agent', async () => {
  const { code, stdout, stderr } = await runCli(['user-data', '--name', 'blue', '--health-port', '81']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(parseUserData(stdout)).toMatchObject({
    kind: 'agent',
    config: { name: 'blue', udpPort: 8080, health: { protocol: 'TCP', port: 81 }, controlPort: 8079 },
  });
});

test.concurrent('user-data runs a command of the user after --, and --base64 makes one line of it', async () => {
  const { stdout } = await runCli([
    'user-data',
    '--base64',
    '--udp-port',
    '5353',
    '--',
    'serve',
    '--port',
    "5 'x'",
  ]);
  expect(stdout).toMatch(/^[A-Za-z0-9+/=]+\n$/);
  expect(parseUserData(Buffer.from(stdout, 'base64').toString())).toEqual({
    kind: 'command',
    config: { command: ['serve', '--port', "5 'x'"], environment: {}, udpPort: 5353, healthPort: 5353 },
  });
});

test.concurrent('an HTTPS health listener gets a certificate', async () => {
  expect(await targetConfig([], { ...DEFAULTS, health: 'https', controlPort: 9000 })).toMatchObject({
    health: { protocol: 'HTTPS', port: 8080, tls: { cert: expect.stringContaining('BEGIN CERTIFICATE') } },
    controlPort: 9000,
  });
});

test.concurrent('--no-udp and --no-health leave those out, of an agent and of a command', async () => {
  expect(await targetConfig([], { ...DEFAULTS, udp: false })).toMatchObject({
    udpPort: undefined,
    health: { port: 8080 },
  });
  expect(await targetConfig([], { ...DEFAULTS, health: false })).toMatchObject({
    udpPort: 8080,
    health: undefined,
  });
  expect(await targetConfig(['x'], { ...DEFAULTS, udp: false, health: false })).toEqual({
    command: ['x'],
    environment: {},
    udpPort: undefined,
    healthPort: undefined,
  });
});
