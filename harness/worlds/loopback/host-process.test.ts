import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { LeakCheck } from '../../scenario/leak-check.ts';
import { HostProcess } from './host-process.ts';

/**
 * A listener that a grandchild connects to: the connection ends when, and only when, the grandchild does, so
 * waiting for that is proof without looking at process ids.
 */
async function listenForGrandchild() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const program = `require('node:net').connect(${port}, '127.0.0.1').on('error', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)`;
  return {
    command: ['sh', '-c', `"${process.execPath}" -e "${program}" & wait`],
    async connected() {
      const [socket] = await once(server, 'connection');
      socket.on('error', () => undefined).resume();
      return { gone: once(socket, 'close').then(() => server.close()) };
    },
  };
}

test('ends what the process started, even what ignores SIGTERM', async () => {
  const grandchild = await listenForGrandchild();
  const connected = grandchild.connected();
  const host = await HostProcess.start({
    command: grandchild.command,
    environment: process.env,
    endsWithInput: false,
  });
  const { gone } = await connected;
  await host.stop();
  await gone;
  await host.stop();
});

test('a stopped process leaves no handle behind, nor does its guard', async () => {
  const leaks = await LeakCheck.begin();
  const hosts = await Promise.all(
    Array.from({ length: 5 }, () =>
      HostProcess.start({ command: ['sleep', '60'], environment: process.env, endsWithInput: false }),
    ),
  );
  await Promise.all(hosts.map((host) => host.stop()));
  await leaks.check();
});

test('leaves nothing when the harness itself is killed', async () => {
  const grandchild = await listenForGrandchild();
  const connected = grandchild.connected();
  const module = new URL('./host-process.ts', import.meta.url).href;
  const harness = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { HostProcess } = await import(${JSON.stringify(module)});
       await HostProcess.start({ command: ${JSON.stringify(grandchild.command)}, environment: process.env, endsWithInput: false });
       console.log('up');`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(createInterface({ input: harness.stdout }), 'line');
  const { gone } = await connected;
  harness.kill('SIGKILL');
  await gone;
});

test('keeps the last fifty lines', async () => {
  const host = await HostProcess.start({
    command: ['sh', '-c', 'i=0; while [ $i -lt 60 ]; do echo $i; i=$((i+1)); done'],
    environment: process.env,
    endsWithInput: false,
  });
  await host.exited;
  expect(host.output().split('\n')).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 10)));
});

test('what was meant for the harness is not what a process said last', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  const { port } = (await once(server, 'listening').then(() => server.address())) as AddressInfo;
  const connected = once(server, 'connection');
  const program = `console.log('ready'); require('node:net').connect(${port}, '127.0.0.1').on('data', () => { console.log('oops'); process.exit(3); })`;
  const host = await HostProcess.start({
    command: [process.execPath, '-e', program],
    environment: process.env,
    endsWithInput: false,
  });
  expect(await host.firstLine).toBe('ready');
  host.forgetOutput();
  const [socket] = await connected;
  socket.on('error', () => undefined).write('go');
  expect(await host.exited).toEqual({ detail: 'ended with status 3\n    oops' });
  socket.destroy();
  server.close();
});
