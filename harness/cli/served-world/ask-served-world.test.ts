import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { askServedWorld } from './ask-served-world.ts';

test('an endpoint that takes the question and never answers is told from one where nobody is', async () => {
  const server = createServer((connection) => connection.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const endpoint = `http://127.0.0.1:${port}`;
  const ask = (patienceMs: number) =>
    askServedWorld('hosts', {}, { endpoint, patienceMs }, (answer): answer is object => Boolean(answer));

  await expect(ask(100)).rejects.toThrow(`listens at ${endpoint}, and has not answered for 0.1 s`);
  server.close();
  await once(server, 'close');
  await expect(ask(10_000)).rejects.toThrow(`No world answers at ${endpoint}`);
});
