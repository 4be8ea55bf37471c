import { expect, onTestFinished, test } from 'vitest';
import { firstFlow, serveListeners } from './load-balancer.fixture.ts';
import { startLoopbackWorld } from './loopback-world.ts';

test.each(['many', 'single'] as const)(
  'a client of a network that is new is known to the nodes by its emulated address (%s)',
  async (addresses) => {
    const world = await startLoopbackWorld({ addresses });
    onTestFinished(() => world.stop());
    const [address = ''] = await world.resolve(await serveListeners(world, [8080]));
    const client = await world.openClientSocket({ address: '198.51.100.7', port: undefined });
    await client.send(Buffer.from('hello'), { address, port: 8080 });
    expect((await firstFlow(world)).fiveTuple.source).toEqual(client.local);
  },
);
