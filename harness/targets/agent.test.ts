import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ADDRESS, AGENT_FILE, askUdp, startTestAgent } from './test-agent.fixture.ts';

function shortHash(payload: string | Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex').slice(0, 16);
}

test('answers each datagram with one line that names target, sequence, source and bytes', async () => {
  await using agent = await startTestAgent({});
  const [reply] = await askUdp(Number(agent.ready.udpPort), ['#17 hello']);
  expect(reply?.text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(reply?.text ?? '')).toEqual({
    target: 'target-a',
    sequence: 17,
    source: `${ADDRESS}:${reply?.localPort}`,
    bytes: 9,
    sha: shortHash('#17 hello'),
  });
});

test('answers well-formed for empty, one-byte, binary and the largest payloads', async () => {
  await using agent = await startTestAgent({ name: 'näme "quoted"' });
  const payloads = [
    new Uint8Array(0),
    new Uint8Array([0]),
    new Uint8Array([35, 255, 0, 13, 10, 34]),
    '#123456789012345678 too many digits for a number',
    new Uint8Array(65_507).fill(200),
  ];
  const replies = (await askUdp(Number(agent.ready.udpPort), payloads)).map(({ text }) => JSON.parse(text));
  expect(replies.map(({ bytes }) => bytes)).toEqual(payloads.map(({ length }) => length));
  expect(replies.map(({ sha }) => sha)).toEqual(payloads.map(shortHash));
  expect(replies.map(({ target }) => target)).toEqual(Array(5).fill('näme "quoted"'));
  expect(replies[0].sequence).toBeNull();
  expect(replies[3].sequence).toBe(123_456_789_012_345);
});

test('refuses TCP health checks while the health listener is stopped, and takes them on the same port after', async () => {
  await using agent = await startTestAgent({ health: { protocol: 'TCP', port: 80, tls: undefined } });
  const port = Number(agent.ready.healthPort);
  const open = connect(port, ADDRESS);
  await once(open, 'connect');
  const closed = once(
    open.on('error', () => undefined),
    'close',
  );
  expect((await agent.client.stopHealth()).health.listening).toBe(false);
  await closed;
  const [error] = await once(connect(port, ADDRESS), 'error');
  expect(error.code).toBe('ECONNREFUSED');
  expect((await agent.client.startHealth()).health).toMatchObject({ listening: true, port });
  const again = connect(port, ADDRESS);
  await once(again, 'connect');
  again.destroy();
  expect((await agent.client.state()).health.connections).toBe(2);
});

test('answers lines by TCP as it answers datagrams, at its TCP port and at that of a TCP health listener', async () => {
  const health = { protocol: 'TCP', port: 80, tls: undefined } as const;
  await using agent = await startTestAgent({ health, tcpPort: 8080 }, { TCP_PORT: '0' });
  for (const port of [Number(agent.ready.tcpPort), Number(agent.ready.healthPort)]) {
    const socket = connect(port, ADDRESS);
    const lines = createInterface({ input: socket });
    const heard = lines[Symbol.asyncIterator]();
    socket.write('#1\n#2 in two pie');
    const first = JSON.parse((await heard.next()).value!);
    socket.end('ces\n');
    const second = JSON.parse((await heard.next()).value!);
    const source = `${ADDRESS}:${socket.localPort}`;
    const sha = [shortHash('#1'), shortHash('#2 in two pieces')];
    expect([first, second]).toEqual([
      { target: 'target-a', sequence: 1, source, bytes: 2, sha: sha[0] },
      { target: 'target-a', sequence: 2, source, bytes: 16, sha: sha[1] },
    ]);
    lines.close();
  }
  expect((await agent.client.state()).tcp).toMatchObject({ listening: true, connections: 1, lines: 4 });
  expect((await agent.client.stopTcp()).tcp.listening).toBe(false);
  const [error] = await once(connect(Number(agent.ready.tcpPort), ADDRESS), 'error');
  expect(error.code).toBe('ECONNREFUSED');
  expect((await agent.client.startTcp()).tcp).toMatchObject({ listening: true, port: agent.ready.tcpPort });
});

test('keeps answering datagrams while its health listener is stopped', async () => {
  await using agent = await startTestAgent({ health: { protocol: 'TCP', port: 80, tls: undefined } });
  await agent.client.stopHealth();
  const [reply] = await askUdp(Number(agent.ready.udpPort), ['x']);
  expect(JSON.parse(reply?.text ?? '').target).toBe('target-a');
});

test('answers HTTP health checks with the status that it was told, and not at all while it stalls', async () => {
  await using agent = await startTestAgent({ health: { protocol: 'HTTP', port: 80, tls: undefined } });
  const url = `http://${ADDRESS}:${agent.ready.healthPort}/`;
  expect((await fetch(url)).status).toBe(200);
  await agent.client.setHealthStatus(503);
  expect((await fetch(url)).status).toBe(503);
  await agent.client.stallHealth();
  const connection = connect(Number(agent.ready.healthPort), ADDRESS);
  let answered = 0;
  connection.on('data', () => {
    answered += 1;
  });
  connection.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  // Proof: the request is in before the reset makes the agent answer a later one, and the connection that
  // stopping cuts has still brought nothing.
  await agent.client.setHealthStatus(200);
  const ended = once(
    connection.on('error', () => undefined),
    'close',
  );
  await agent.client.stopHealth();
  await ended;
  expect(answered).toBe(0);
  await agent.client.reset();
  expect((await fetch(url)).status).toBe(200);
});

test('counts datagrams and answers none while it is mute', async () => {
  await using agent = await startTestAgent({});
  const port = Number(agent.ready.udpPort);
  await askUdp(port, ['one']);
  await agent.client.muteUdp();
  const asked = askUdp(port, ['two']);
  let { udp } = await agent.client.state();
  while (udp.received < 2) ({ udp } = await agent.client.state());
  expect(udp).toMatchObject({ muted: true, received: 2, receivedBytes: 6, replied: 1 });
  await agent.client.unmuteUdp();
  const [source = ''] = udp.lastSources.slice(-1);
  expect(source).toMatch(/^127\.0\.0\.1:\d+$/);
  // The reply that never came is replaced by one of ours, so that the waiting socket closes.
  const nudge = createSocket('udp4');
  nudge.send('over', Number(source.split(':')[1]), ADDRESS);
  expect((await asked)[0]?.text).toBe('over');
  nudge.close();
});

test('replies from another port when it is told to', async () => {
  await using agent = await startTestAgent({});
  const port = Number(agent.ready.udpPort);
  expect((await agent.client.replyFromAnotherPort(true)).udp.replyFromAnotherPort).toBe(true);
  const [other] = await askUdp(port, ['x']);
  expect(other?.fromPort).not.toBe(port);
  await agent.client.replyFromAnotherPort(false);
  const [same] = await askUdp(port, ['x']);
  expect(same?.fromPort).toBe(port);
});

test('closes and reopens its UDP socket on the same port', async () => {
  await using agent = await startTestAgent({});
  const port = Number(agent.ready.udpPort);
  expect((await agent.client.stopUdp()).udp.listening).toBe(false);
  expect((await agent.client.startUdp()).udp).toMatchObject({ listening: true, port });
  expect(JSON.parse((await askUdp(port, ['#1']))[0]?.text ?? '').sequence).toBe(1);
});

test('delays replies by what it was told', async () => {
  await using agent = await startTestAgent({});
  expect((await agent.client.setDelay({ udpMs: 30 })).delay).toEqual({ udpMs: 30, healthMs: 0 });
  const before = performance.now();
  await askUdp(Number(agent.ready.udpPort), ['x']);
  expect(performance.now() - before).toBeGreaterThanOrEqual(29);
});

test('refuses what it cannot do with the reason', async () => {
  await using agent = await startTestAgent({});
  await expect(agent.client.setHealthStatus(99)).rejects.toMatchObject({
    code: 'HARNESS_ARGUMENT_INVALID',
    message: expect.stringContaining('code must be a whole number from 200 to 599'),
  });
  const control = `http://${ADDRESS}:${agent.ready.controlPort}`;
  expect((await fetch(`${control}/nothing`)).status).toBe(404);
  expect((await fetch(`${control}/delay`, { method: 'POST', body: 'not json' })).status).toBe(400);
});

test('says which error kept it from binding, and ends with status 1', async () => {
  const server = createServer().listen(0, ADDRESS);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = await startTestAgent({}, { CONTROL_PORT: String(port) });
  expect(agent.ready).toMatchObject({ error: 'EADDRINUSE' });
  if (agent.child.exitCode === null) await once(agent.child, 'exit');
  expect(agent.child.exitCode).toBe(1);
  server.close();
});

test('ends when its standard input does', async () => {
  const { child } = await startTestAgent({});
  const ended = once(child, 'exit');
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
});

test('an agent that has gone is reported as not ready', async () => {
  const agent = await startTestAgent({});
  await agent[Symbol.asyncDispose]();
  await expect(agent.client.state()).rejects.toMatchObject({ code: 'HARNESS_TARGET_NOT_READY' });
});

test('the agent imports nothing but Node', () => {
  const imported = [...readFileSync(AGENT_FILE, 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)];
  const modules = imported.map(([, name]) => name).filter((name) => name !== './agent-config.ts');
  expect(modules.filter((name) => !name?.startsWith('node:'))).toEqual([]);
});
