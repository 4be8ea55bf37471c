import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  DescribeListenerAttributesCommand,
  ModifyListenerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServerEndpoints } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { deregister } from './support/registration.ts';

// A draining target keeps the flows it has and gets no new ones. So once a flow's target has been deregistered,
// whoever serves the next datagram tells whether it belongs to the old flow or to a new one.

test('a flow lives through 119.999 s of silence, and is over after 120 s', {
  rules: ['NLB-RT-02', 'NLB-LI-16'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { intervalSeconds: 30 } });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);
  await deregister(nlb, served);

  await clock.advance(119_999);
  expect(await flow.send()).toBeServedBy(served);
  await clock.advance(120_000);
  expect(await flow.send()).toBeServedBy(other!);

  // Opened anew, rather than moved: the old flow had ended by itself.
  const counters = (await world.snapshot())?.counters ?? { flowsOpened: 2, flowsMoved: 0 };
  expect(counters).toMatchObject({ flowsOpened: 2, flowsMoved: 0 });
});

test('keep-alives hold a flow for as long as none is 120 s late', {
  rules: ['NLB-RT-02'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    healthCheck: { intervalSeconds: 60 },
    attributes: { 'deregistration_delay.timeout_seconds': '3600' },
  });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);
  await deregister(nlb, served);

  await clock.advance(100_000);
  expect(await flow.sendMany({ count: 5, intervalMs: 100_000 })).toBeServedBy(served);
  await clock.advance(130_000);
  expect(await flow.send()).toBeServedBy(other!);
});

test('datagrams of the client alone hold a flow, answered or not', {
  rules: ['NLB-RT-02'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { intervalSeconds: 60 } });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const agent = await served.agent();
  await deregister(nlb, served);

  await agent.muteUdp();
  await clock.advance(100_000);
  expect(await flow.send(undefined, { replyTimeoutMs: 200 })).toBeLost();
  await agent.unmuteUdp();
  await clock.advance(100_000);
  expect(await flow.send()).toBeServedBy(served);
});

test('datagrams of the target alone hold a flow, too', {
  rules: ['NLB-RT-02'],
  needs: ['outside-servers'],
}, async ({ deploy, clock, world }) => {
  const targets = [new PushingServer('target-a'), new PushingServer('target-b')];
  const nlb = await deploy({
    targets: targets.map(({ name, start }) => ({ name, server: start })),
    crossZone: true,
    healthCheck: { intervalSeconds: 60 },
  });
  await using socket = await world.openClientSocket({ address: undefined, port: undefined });
  let heard: ((text: string) => void) | undefined;
  socket.onDatagram((payload) => heard?.(Buffer.from(payload).toString()));
  const hearAfter = (cause: () => Promise<void>) =>
    new Promise<string>((resolve) => {
      heard = resolve;
      void cause();
    });
  const [address] = await world.resolve(nlb.dnsName);
  const ask = () =>
    hearAfter(() => socket.send(Buffer.from('?'), { address: address!, port: nlb.listenerPort }));

  const name = await ask();
  const server = targets.find((target) => target.name === name)!;
  await deregister(nlb, nlb.target(name));

  await clock.advance(100_000);
  expect(await hearAfter(() => server.push('news'))).toBe('news');
  await clock.advance(100_000);
  expect(await ask()).toBe(name);
  await clock.advance(130_000);
  expect(await ask()).not.toBe(name);
});

test('a UDP listener has no idle time-out to set', {
  rules: ['NLB-LI-15', 'NLB-LI-16'],
  expectsNoTraffic: true,
}, async ({ deploy }) => {
  const { aws, listenerArn } = await deploy({ targets: 0 });

  const described = await aws.elbv2.send(new DescribeListenerAttributesCommand({ ListenerArn: listenerArn }));
  expect(described.Attributes).toEqual([]);
  const attempt = aws.elbv2.send(
    new ModifyListenerAttributesCommand({
      ListenerArn: listenerArn,
      Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '300' }],
    }),
  );
  await expect(attempt).rejects.toThrow('The provided listener attribute is not supported');
});

/** A service that answers with its name, and can also speak first. */
class PushingServer {
  readonly name: string;
  readonly #udp = createSocket('udp4');
  #client: RemoteInfo | undefined;

  constructor(name: string) {
    this.name = name;
  }

  readonly start = async ({ udp, health }: ServerEndpoints): Promise<AsyncDisposable> => {
    this.#udp.on('message', (_, client) => {
      this.#client = client;
      void this.push(this.name);
    });
    this.#udp.bind(udp.port, udp.address);
    const checked = createServer((connection) => connection.end().resume()).listen(
      health.port,
      health.address,
    );
    await Promise.all([once(this.#udp, 'listening'), once(checked, 'listening')]);
    return {
      [Symbol.asyncDispose]: async () => {
        checked.close();
        this.#udp.close();
        await Promise.all([once(checked, 'close'), once(this.#udp, 'close')]);
      },
    };
  };

  push(text: string): Promise<void> {
    const { address, port } = this.#client!;
    return new Promise((resolve) => {
      this.#udp.send(text, port, address, () => resolve());
    });
  }
}
