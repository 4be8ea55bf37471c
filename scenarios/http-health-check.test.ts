import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { ServerEndpoints } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('an HTTP check passes on any status from 200 to 399, a redirect among them', {
  rules: ['NLB-HC-12', 'NLB-TA-09'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    healthCheck: { protocol: 'HTTP', path: '/health' },
  });
  const [target, other] = nlb.targets;
  const agent = await target!.agent();

  for (const status of [204, 302, 399]) {
    await agent.setHealthStatus(status);
    await clock.advance(40_000); // more checks than the threshold
    expect(await target!.healthState()).toBe('healthy');
  }

  await agent.setHealthStatus(503);
  await expect(target!).toBecome('unhealthy');
  // An ALB would say Target.ResponseCodeMismatch.
  expect(await target!.describeHealth()).toMatchObject({ Reason: 'Target.FailedHealthChecks' });
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(other!);
});

test('a matcher decides which status passes', {
  rules: ['NLB-HC-12'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    healthCheck: { protocol: 'HTTP', matcher: '200,404-499' },
  });
  const [target, other] = nlb.targets;
  const agent = await target!.agent();

  await agent.setHealthStatus(404);
  await clock.advance(40_000);
  expect(await target!.healthState()).toBe('healthy');

  await agent.setHealthStatus(302); // passes by default, but not here
  await expect(target!).toBecome('unhealthy');
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(other!);
});

test('an HTTP check names the node and the listener port as its host', {
  rules: ['NLB-HC-04'],
  expectsNoTraffic: true,
  needs: ['outside-servers'],
}, async ({ deploy, clock }) => {
  const requests: IncomingMessage[] = [];
  const nlb = await deploy({
    zones: 2,
    listenerPort: 53,
    targets: [{ server: (endpoints) => startHttpServer(endpoints, requests) }],
    healthCheck: { protocol: 'HTTP', port: 9090, path: '/ready' },
    crossZone: true,
  });
  await clock.advance(30_000);

  // Neither the target's address nor 9090.
  const hosts = (await nlb.nodeAddresses()).map((address) => `${address}:53`);
  expect(new Set(requests.map(({ headers }) => headers.host))).toEqual(new Set(hosts));
  expect(new Set(requests.map(({ method, url }) => `${method} ${url}`))).toEqual(new Set(['GET /ready']));
});

test('an HTTP server that takes connections and never answers is unhealthy', {
  rules: ['NLB-TA-15', 'NLB-TA-09'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { protocol: 'HTTP' } });
  const [target, other] = nlb.targets;

  await (await target!.agent()).stallHealth();
  await expect(target!).toBecome('unhealthy');
  // An ALB would say Target.Timeout.
  expect(await target!.describeHealth()).toMatchObject({ Reason: 'Target.FailedHealthChecks' });
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(other!);
});

test('a TCP check passes where an HTTP check would wait for an answer', {
  rules: ['NLB-HC-03'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 1, crossZone: true });
  await (await nlb.targets[0]!.agent()).stallHealth();
  await clock.advance(40_000);
  expect(await nlb.targets[0]!.healthState()).toBe('healthy');
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(nlb.targets[0]!);
});

async function startHttpServer({ health }: ServerEndpoints, requests: IncomingMessage[]) {
  const server = createServer((request, response) => {
    requests.push(request);
    response.end();
  });
  server.listen(health.port, health.address);
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
