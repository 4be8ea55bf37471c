import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { StartedHost } from '../worlds/world.ts';
import { HostKeeper, type KeptInstance } from './host-keeper.ts';

/** A network whose hosts come up at once and go down when they are told to. */
class FakeNetwork {
  readonly log: string[] = [];
  readonly #stops: (() => void)[] = [];

  async startHost(spec: StartedHost['spec']): Promise<StartedHost> {
    this.log.push(`start ${spec.id}`);
    const gone = Promise.withResolvers<void>();
    const stop = () => {
      this.log.push(`stop ${spec.id}`);
      this.#stops.push(gone.resolve);
      return gone.promise;
    };
    return {
      spec,
      control: undefined,
      exited: new Promise(() => undefined),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  }

  letGo(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}

const instance = (state: KeptInstance['state'], instanceId = 'i-1'): KeptInstance => ({
  instanceId,
  state,
  privateIpAddress: '172.31.0.4',
  userData: undefined,
  tags: new Map(),
});

function keep() {
  const network = new FakeNetwork();
  const faults: string[] = [];
  return {
    network,
    faults,
    keeper: new HostKeeper(network, (id, message) => faults.push(`${id} ${message}`)),
  };
}

test('an instance has a host while it is pending or running', async () => {
  const { network, keeper } = keep();
  for (const state of ['pending', 'running', 'stopping', 'stopped'] as const) {
    keeper.follow([instance(state)]);
    await setImmediate();
  }
  expect(network.log).toEqual(['start i-1', 'stop i-1']);
});

test('a host starts only when the one before at its address is gone', async () => {
  const { network, keeper } = keep();
  keeper.follow([instance('running')]);
  keeper.follow([instance('stopping')]);
  // Another instance counts, too: addresses are used again.
  keeper.follow([instance('terminated'), instance('pending', 'i-2')]);
  await setImmediate();
  expect(network.log).toEqual(['start i-1', 'stop i-1']);

  network.letGo();
  expect((await keeper.get('i-2')).spec.id).toBe('i-2');
  expect(network.log).toEqual(['start i-1', 'stop i-1', 'start i-2']);
});

test('is settled when what was stopped is gone', async () => {
  const { network, keeper } = keep();
  keeper.follow([instance('running')]);
  keeper.follow([instance('stopping')]);
  let settled = false;
  const waiting = keeper.settled().then(() => {
    settled = true;
  });
  await setImmediate();
  expect(settled).toBe(false);
  network.letGo();
  await waiting;
});

test('stopping waits for every host, also for those on their way down', async () => {
  const { network, keeper } = keep();
  keeper.follow([instance('running')]);
  keeper.follow([instance('stopping')]);
  let stopped = false;
  const waiting = keeper.stop().then(() => {
    stopped = true;
  });
  await setImmediate();
  expect(stopped).toBe(false);
  network.letGo();
  await waiting;
});

test('a host that does not start is a fault, and whoever asks for it is told why', async () => {
  const faults: string[] = [];
  const keeper = new HostKeeper(
    { startHost: () => Promise.reject(new Error('no such command')) },
    (id, message) => faults.push(`${id} ${message}`),
  );
  keeper.follow([instance('running')]);
  await expect(keeper.get('i-1')).rejects.toThrow('no such command');
  expect(faults).toEqual(['i-1 instance i-1: no such command']);
});

test('a process that ends by itself is a fault, which names the instance as people do and has its output', async () => {
  const ended = Promise.withResolvers<{ readonly detail: string }>();
  const network = new FakeNetwork();
  const faults: string[] = [];
  const keeper = new HostKeeper(
    { startHost: async (spec) => ({ ...(await network.startHost(spec)), exited: ended.promise }) },
    (id, message) => faults.push(`${id}: ${message}`),
  );
  keeper.follow([{ ...instance('running'), tags: new Map([['Name', 'target-a']]) }]);
  await keeper.settled();
  ended.resolve({ detail: 'ended with status 3\n    oops' });
  await setImmediate();
  expect(faults).toEqual(["i-1: instance i-1 (target-a): the host's process ended with status 3\n    oops"]);
});
