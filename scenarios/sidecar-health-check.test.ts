import { expect, test } from '../harness/scenario/index.ts';
import { answerTo, openFlowTo } from './support/flow-to.ts';
import { ownProgram } from './support/own-program.ts';

/** It cannot answer health checks, so something beside it does. Both are told ADDRESS, UDP_PORT and HEALTH_PORT. */
const server = { ...ownProgram('udp-echo'), sidecars: [ownProgram('health-sidecar')] };

test('a UDP-only server becomes healthy by a sidecar that answers the checks', {
  rules: ['NLB-HC-07'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: [server] });
  expect(await nlb.targets[0]!.healthState()).toBe('healthy');
  expect(await answerTo('hello', await client.openFlow(nlb))).toBe('hello');
});

test('its port may be another one than that of the service', {
  rules: ['NLB-HC-07', 'NLB-TG-12'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: [server], healthCheck: { port: 9090 } });
  expect(await nlb.targets[0]!.healthState()).toBe('healthy');
  expect(await answerTo('hello', await client.openFlow(nlb))).toBe('hello');
});

test('a sidecar that knows nothing of the service stays green while the service is dead', {
  rules: ['NLB-HC-08'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ zones: 1, targets: [server, {}] });
  const [target] = nlb.targets;
  const flow = await openFlowTo('hello', () => client.openFlow(nlb));

  expect(await flow.send('fall silent')).toBeLost();
  await clock.advance(100_000); // many checks, and the sidecar passes all of them
  expect(await target!.healthState()).toBe('healthy');
  // The trap: another target is there and works, and the load balancer has no reason to use it for this flow.
  expect(await flow.sendMany({ count: 10 })).toBeLost();
});
