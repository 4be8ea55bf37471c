import { once } from 'node:events';
import { createServer } from 'node:https';
import { generateCertificate, type ServerEndpoints } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('an HTTPS check takes a certificate that nobody vouches for', {
  rules: ['NLB-HC-05'],
}, async ({ deploy, client }) => {
  // The agent signs its own certificate, in its own name.
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { protocol: 'HTTPS', path: '/' } });
  const [failing, healthy] = nlb.targets;
  expect(await failing!.healthState()).toBe('healthy');

  // What it says counts as with HTTP.
  await (await failing!.agent()).setHealthStatus(500);
  await expect(failing!).toBecome('unhealthy');
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(healthy!);
});

test('a target that speaks nothing but TLS 1.3 fails its HTTPS checks', {
  rules: ['NLB-HC-05'],
  needs: ['outside-servers'],
}, async ({ deploy }) => {
  const server = (minVersion: 'TLSv1.2' | 'TLSv1.3') => (endpoints: ServerEndpoints) =>
    startHttpsServer(endpoints, minVersion);
  const nlb = await deploy({
    targets: [{ server: server('TLSv1.2') }, { server: server('TLSv1.3') }],
    crossZone: true,
    healthCheck: { protocol: 'HTTPS' },
    waitForHealthy: false,
  });
  const [usual, modern] = nlb.targets;

  await expect(usual!).toBecome('healthy');
  await expect(modern!).toBecome('unhealthy');
});

async function startHttpsServer({ health }: ServerEndpoints, minVersion: 'TLSv1.2' | 'TLSv1.3') {
  const server = createServer({ ...(await generateCertificate('target')), minVersion }, (_, response) => {
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
