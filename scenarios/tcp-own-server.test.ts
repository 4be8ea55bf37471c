import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Endpoint } from '../harness/index.ts';
import { describe, expect, test } from '../harness/scenario/index.ts';

/** A server in the process of the test: an echo, that a health check passes too. */
async function startEcho({ address, port }: Endpoint, sources: (string | undefined)[]) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => sources.push(socket.remoteAddress));
    socket.pipe(socket);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

describe.each(['many', 'single'] as const)('with %s addresses', (addresses) => {
  test('a TCP server of the test is a target, and sees the node, as targets by address do', {
    rules: ['NLB-TC-06'],
    needs: ['outside-servers'],
    addresses,
  }, async ({ deploy, client }) => {
    const sources: (string | undefined)[] = [];
    const nlb = await deploy({
      protocol: 'TCP',
      zones: 1,
      targets: [{ server: ({ tcp }) => startEcho(tcp, sources) }],
    });
    const connection = await client.connect(nlb);
    expect(await connection.exchange('hello')).toMatchObject({ line: 'hello', servedBy: undefined });
    const [node] = await nlb.nodeAddresses();
    // The last two parts of an address are kept where there are many.
    const kept = (address = '') => address.split('.').slice(2).join('.');
    expect(sources.map(kept)).toEqual([addresses === 'many' ? kept(node) : kept('127.0.0.1')]);
    await connection.close();
  });
});
