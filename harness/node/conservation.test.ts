import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Endpoint } from '../core/network/endpoint.ts';
import { DataPath } from './data-path.ts';
import { listenerRoute, routesOf, SETTINGS, targetAt } from './node-bed.fixture.ts';
import type { DirectionCounters } from './protocol.ts';
import type { DatagramSocket, SentCallback, SocketHandlers, SocketLayer } from './socket-layer.ts';
import { netLayer } from './tcp/net-layer.ts';

/** Sockets without a network: the test delivers datagrams, and says what becomes of sends and when. */
class ImaginaryNetwork implements SocketLayer {
  readonly open: { local: Endpoint; handlers: SocketHandlers }[] = [];
  canBind = true;
  readonly #sending: { sent: SentCallback; bytes: number }[] = [];
  #lastPort = 0;

  bind({ address }: Endpoint, handlers: SocketHandlers): DatagramSocket {
    if (!this.canBind) throw Object.assign(new Error('bind EMFILE'), { code: 'EMFILE' });
    const local = { address, port: ++this.#lastPort };
    const socket = { local, handlers };
    this.open.push(socket);
    return {
      local,
      send: (payload, _, sent) => void this.#sending.push({ sent, bytes: payload.length }),
      close: async () => void this.open.splice(this.open.indexOf(socket), 1),
    };
  }

  finishSends(error: Error | null): void {
    for (const { sent, bytes } of this.#sending.splice(0)) sent(error, bytes);
  }
}

const TARGETS = [1, 2].map((octet) => targetAt({ address: `127.211.1.${octet}`, port: 9_000 }));

const step = fc.oneof(
  fc.record({ do: fc.constant('datagram' as const), client: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('reply' as const), socket: fc.nat(9), from: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('routes' as const), targets: fc.subarray(TARGETS), listens: fc.boolean() }),
  fc.record({ do: fc.constant('time' as const), ms: fc.constantFrom(1, 31_000, 120_000) }),
  fc.record({ do: fc.constant('binding' as const), works: fc.boolean() }),
  fc.record({ do: fc.constant('sends' as const), work: fc.boolean() }),
  fc.record({ do: fc.constant('sweep' as const) }),
);

test('whatever happens, every datagram has one fate and every flow at most one socket', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const network = new ImaginaryNetwork();
      let now = 0;
      const settings = { ...SETTINGS, reportFlows: false };
      const path = new DataPath({
        settings,
        layer: network,
        upstreamLayer: network,
        connectionLayer: netLayer,
        upstreamConnectionLayer: netLayer,
        now: () => now,
        send: () => undefined,
      });
      await path.applyRoutes(routesOf([listenerRoute(8080, TARGETS)]));
      const listener = () => network.open.find(({ local }) => local.address === '127.0.0.1');
      const upstreams = () => network.open.filter(({ local }) => local.address !== '127.0.0.1');
      let [datagrams, replies] = [0, 0];
      for (const event of steps)
        switch (event.do) {
          case 'datagram':
            if (!listener()) break;
            listener()?.handlers.receive(Buffer.alloc(3), {
              address: `127.212.113.${event.client}`,
              port: 5_000,
            });
            datagrams++;
            break;
          case 'reply': {
            const upstream = upstreams()[event.socket];
            if (!upstream) break;
            upstream.handlers.receive(Buffer.alloc(2), { address: `127.211.1.${event.from}`, port: 9_000 });
            replies++;
            break;
          }
          case 'routes':
            network.canBind = true;
            await path.applyRoutes(routesOf(event.listens ? [listenerRoute(8080, event.targets)] : []));
            break;
          case 'time':
            now += event.ms;
            break;
          case 'binding':
            network.canBind = event.works;
            break;
          case 'sends':
            network.finishSends(event.work ? null : new Error('refused'));
            break;
          case 'sweep':
            await path.sweep();
        }
      network.finishSends(null);
      const { counters, flows } = await path.snapshot();
      expect([counters.toTargets.received, counters.toClients.received]).toEqual([datagrams, replies]);
      expect([fatesOf(counters.toTargets), fatesOf(counters.toClients)]).toEqual([datagrams, replies]);
      expect(counters.toTargets.receivedBytes).toBe(3 * datagrams);
      expect(counters.toTargets.forwardedBytes).toBe(3 * counters.toTargets.forwarded);
      expect(sum(Object.values(counters.forwardedByTarget))).toBe(counters.toTargets.forwarded);
      expect(upstreams().length).toBeLessThanOrEqual(flows.length);
      await path.stop();
      expect(network.open).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

function fatesOf({ forwarded, held, dropped }: DirectionCounters): number {
  return forwarded + held + sum(Object.values(dropped));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
