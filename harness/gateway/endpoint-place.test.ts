/** Where the AWS endpoint listens, and which names it answers to. */
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type StartedGateway, startGateway } from './gateway.ts';
import { SERVICES } from './services.ts';

async function start(place: { address?: string; names?: readonly string[] }): Promise<StartedGateway> {
  const gateway = await startGateway({
    services: SERVICES,
    backend: { execute: () => Promise.reject(new Error('nothing is asked here')) },
    inspect: async () => ({}),
    port: 0,
    ...place,
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** The status of the answer to a question, asked by this name, and by a page where an origin is given. */
function askAs(gateway: StartedGateway, host: string, origin?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${gateway.endpoint}/_nlb-harness/info`,
      { method: 'POST', headers: { host, ...(origin !== undefined && { origin }) } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    asked.once('error', reject).end();
  });
}

test('an endpoint is at 127.0.0.1, where nobody outside reaches it', async () => {
  expect((await start({})).endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('an endpoint at another address is named by it', async () => {
  const gateway = await start({ address: '127.7.7.7' });
  expect(gateway.endpoint).toMatch(/^http:\/\/127\.7\.7\.7:\d+$/);
  expect(await askAs(gateway, `127.7.7.7:${gateway.port}`)).toBe(200);
});

test('an endpoint at all addresses is reached at 127.0.0.1 as well', async () => {
  const gateway = await start({ address: '0.0.0.0' });
  expect(gateway.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await askAs(gateway, 'localhost')).toBe(200);
});

test('an endpoint answers to the names it was given, and to no others, wherever it listens', async () => {
  const gateway = await start({ address: '0.0.0.0', names: ['nlb-harness'] });
  expect(await askAs(gateway, 'nlb-harness:4566')).toBe(200);
  expect(await askAs(gateway, 'NLB-Harness')).toBe(200);
  expect(await askAs(gateway, 'evil.example')).toBe(403);
  expect(await askAs(gateway, 'nlb-harness.evil.example')).toBe(403);
});

test('pages of this machine may call an endpoint, and those of others may not', async () => {
  const gateway = await start({});
  expect(await askAs(gateway, 'localhost', 'http://localhost:3000')).toBe(200);
  expect(await askAs(gateway, 'localhost', 'http://127.0.0.1')).toBe(200);
  for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null'])
    expect(await askAs(gateway, 'localhost', origin), origin).toBe(403);
});

test('an address that this machine does not have is an error that says so', async () => {
  await expect(start({ address: '240.0.2.1' })).rejects.toMatchObject({
    code: 'HARNESS_ADDRESS_UNAVAILABLE',
  });
});
