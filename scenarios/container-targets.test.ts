import { expect, test } from '../harness/scenario/index.ts';
import { answerTo, openFlowTo } from './support/flow-to.ts';
import { buildServiceImage, serviceCommand } from './support/service-image.ts';

test('a target is a container image, and its health port decides', {
  rules: ['NLB-HC-01', 'NLB-RT-06'],
  needs: ['containers'],
}, async ({ deploy, client }) => {
  const image = await buildServiceImage();
  // Without a command it runs what the image says. ADDRESS, UDP_PORT and HEALTH_PORT are in its environment.
  const nlb = await deploy({ zones: 1, targets: [{ image }, {}], healthCheck: { port: 8090 } });
  const flow = await openFlowTo('HELLO', () => client.openFlow(nlb));

  expect(await answerTo('close health', flow)).toBe('CLOSE HEALTH');
  await expect(nlb.targets[0]!).toBecome('unhealthy');
  expect(await flow.send('hello')).toBeServedBy(nlb.targets[1]!);
});

test('an image that speaks nothing but UDP becomes healthy by a sidecar in its network', {
  rules: ['NLB-HC-07'],
  needs: ['containers'],
}, async ({ deploy, client }) => {
  const image = await buildServiceImage();
  const sidecars = [{ image, command: serviceCommand('health-sidecar') }];
  const nlb = await deploy({
    zones: 1,
    targets: [{ image, command: serviceCommand('udp-echo'), sidecars }],
  });
  expect(await nlb.targets[0]!.healthState()).toBe('healthy');
  expect(await answerTo('hello', await client.openFlow(nlb))).toBe('hello');
});

test('a coupled sidecar in a container has the flows moved when the service in the other one hangs', {
  rules: ['NLB-HC-07', 'NLB-HC-08', 'NLB-RT-06'],
  needs: ['containers'],
}, async ({ deploy, client }) => {
  const image = await buildServiceImage();
  const environment = { ASK_EVERY_MS: '200' };
  const sidecars = [{ image, command: serviceCommand('coupled-sidecar'), environment }];
  const own = { image, command: serviceCommand('udp-echo'), sidecars };
  const nlb = await deploy({ zones: 1, targets: [own, {}] });
  const flow = await openFlowTo('hello', () => client.openFlow(nlb));

  expect(await flow.send('fall silent')).toBeLost();
  await nlb.targets[0]!.said('closed');
  await expect(nlb.targets[0]!).toBecome('unhealthy');
  expect(await flow.send('hello')).toBeServedBy(nlb.targets[1]!);
});

test('an image that is nowhere to be had is told by its name', {
  needs: ['containers'],
  expectsNoTraffic: true,
  expectsFaults: true,
}, async ({ deploy }) => {
  const image = 'nlb-harness-fixture/never-built:1';
  await expect(deploy({ zones: 1, targets: [{ image }] })).rejects.toMatchObject({
    code: 'HARNESS_IMAGE_MISSING',
    message: expect.stringContaining(image),
  });
});
