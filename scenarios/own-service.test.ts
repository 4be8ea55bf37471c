import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { answerTo, openFlowTo } from './support/flow-to.ts';

const UDP_UPPER = fileURLToPath(new URL('../fixtures/services/udp-upper.mjs', import.meta.url));

test('a target runs a command of yours, and its health check decides', async ({ deploy, client }) => {
  // ADDRESS, UDP_PORT and HEALTH_PORT in its environment say where to listen.
  const own = { command: [process.execPath, UDP_UPPER] };
  const nlb = await deploy({ zones: 1, targets: [own, {}], healthCheck: { port: 8090 } });
  const flow = await openFlowTo('HELLO', () => client.openFlow(nlb));
  expect(await answerTo('#7 ping', flow)).toBe('#7 PING');

  expect(await answerTo('close health', flow)).toBe('CLOSE HEALTH');
  await expect(nlb.targets[0]!).toBecome('unhealthy');
  expect(await flow.send('hello')).toBeServedBy(nlb.targets[1]!);
});

test('a target is a server in the process of the test', {
  needs: ['outside-servers'],
}, async ({ deploy, client }) => {
  let service: UpperService | undefined;
  const server = async (at: { udp: Endpoint; health: Endpoint }) => {
    service = await UpperService.start(at.udp, at.health);
    return service; // closed with the deployment
  };
  const nlb = await deploy({ zones: 1, targets: [{ server }, {}] });
  const flow = await openFlowTo('HELLO', () => client.openFlow(nlb));

  service!.closeHealth();
  await expect(nlb.targets[0]!).toBecome('unhealthy');
  expect(await flow.send('hello')).toBeServedBy(nlb.targets[1]!);
});

test('a target is a service that listens somewhere already', {
  needs: ['outside-servers'],
}, async ({ deploy, client }) => {
  const anywhere = { address: '127.0.0.1', port: 0 };
  await using service = await UpperService.start(anywhere, anywhere);
  const existing = { udp: service.udp, health: service.health };
  const nlb = await deploy({ zones: 1, targets: [{ existing }, {}] });
  const flow = await openFlowTo('HELLO', () => client.openFlow(nlb));

  service.closeHealth();
  await expect(nlb.targets[0]!).toBecome('unhealthy');
  expect(await flow.send('hello')).toBeServedBy(nlb.targets[1]!);
});

/** Answers in upper case. */
class UpperService implements AsyncDisposable {
  readonly #udp = createSocket('udp4');
  readonly #health = createServer((connection) => connection.on('error', () => undefined).resume());

  static async start(udp: Endpoint, health: Endpoint): Promise<UpperService> {
    const service = new UpperService();
    service.#udp.on('message', (payload, from) => {
      service.#udp.send(payload.toString().toUpperCase(), from.port, from.address);
    });
    service.#udp.bind(udp.port, udp.address);
    service.#health.listen(health.port, health.address);
    await Promise.all([once(service.#udp, 'listening'), once(service.#health, 'listening')]);
    return service;
  }

  get udp(): Endpoint {
    return this.#udp.address();
  }

  get health(): Endpoint {
    return this.#health.address() as AddressInfo;
  }

  closeHealth(): void {
    this.#health.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closeHealth();
    await new Promise<void>((closed) => this.#udp.close(closed));
  }
}
