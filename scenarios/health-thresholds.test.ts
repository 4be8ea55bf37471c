import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '../harness/scenario/index.ts';
import { deregister, register } from './support/registration.ts';

test('a new target is healthy after its first passed check, whatever the threshold', {
  rules: ['NLB-TA-13'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    zones: 1,
    targets: 1,
    healthCheck: { intervalSeconds: 30, healthyThresholdCount: 10 },
    attributes: { 'deregistration_delay.timeout_seconds': '0' },
  });
  const [target] = nlb.targets;
  const agent = await target!.agent();
  await deregister(nlb, target!);
  await expect(target!).toBecome('unused');
  await agent.reset();

  await register(nlb, target!);
  expect(await target!.healthState()).toBe('initial');
  await expect(target!).toBecome('healthy', { withinMs: 265_000 }); // ten checks would take 270 s
  const { connections } = (await agent.state()).health;
  expect(connections).toBeGreaterThanOrEqual(1);
  expect(connections).toBeLessThan(10);
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(target!);
});

test('a new target that never passes is initial until its failures reach the threshold', {
  rules: ['NLB-TA-14', 'NLB-TA-08'],
}, async ({ deploy, clock }) => {
  const nlb = await deploy({
    targets: [{ withoutHealthListener: true }],
    crossZone: true,
    healthCheck: { intervalSeconds: 10, unhealthyThresholdCount: 5 },
    waitForHealthy: false,
  });
  const [target] = nlb.targets;

  await clock.advance(30_000); // not enough for five checks
  expect(await target!.describeHealth()).toMatchObject({
    State: 'initial',
    Reason: 'Elb.InitialHealthChecking',
  });
  await expect(target!).toBecome('unhealthy');
  expect(await target!.describeHealth()).toMatchObject({ Reason: 'Target.FailedHealthChecks' });
});

test('a healthy target turns unhealthy after as many failures in a row as the threshold says', {
  rules: ['NLB-TA-15', 'NLB-TM-05'],
}, async ({ deploy, clock }) => {
  const nlb = await deploy({
    targets: 1,
    crossZone: true,
    healthCheck: { intervalSeconds: 10, unhealthyThresholdCount: 4 },
  });
  const [target] = nlb.targets;

  await target!.stopHealthListener();
  await clock.advance(30_000); // three failures
  await target!.startHealthListener();
  await clock.advance(10_000); // one success, and the count starts anew
  await target!.stopHealthListener();
  await clock.advance(30_000); // three failures again
  expect(await target!.healthState()).toBe('healthy');
  await expect(target!).toBecome('unhealthy', { withinMs: 15_000 });
});

test('an unhealthy target turns healthy after as many successes in a row as the threshold says', {
  rules: ['NLB-TA-15'],
}, async ({ deploy, clock }) => {
  const nlb = await deploy({
    targets: 1,
    crossZone: true,
    healthCheck: { intervalSeconds: 10, healthyThresholdCount: 4 },
  });
  const [target] = nlb.targets;
  await target!.stopHealthListener();
  await expect(target!).toBecome('unhealthy');

  await target!.startHealthListener();
  await clock.advance(30_000); // three successes
  await target!.stopHealthListener();
  await clock.advance(10_000); // one failure, and the count starts anew
  await target!.startHealthListener();
  await clock.advance(30_000); // three successes again
  expect(await target!.healthState()).toBe('unhealthy');
  await expect(target!).toBecome('healthy', { withinMs: 15_000 });
});

test('a TCP check opens a connection and closes it without a word', {
  rules: ['NLB-HC-03'],
  expectsNoTraffic: true,
  needs: ['outside-servers'],
}, async ({ deploy, clock }) => {
  await using checked = await startRecorder(6);
  await deploy({ targets: [{ existing: checked }], crossZone: true });

  await clock.advance(20_000);
  // Two zones' nodes with three checks each; the target neither ends a connection nor times one out.
  expect(await checked.bytesOfClosed).toEqual([0, 0, 0, 0, 0, 0]);
});

/** A TCP server that says nothing and tells how many bytes each of the first connections brought. */
async function startRecorder(count: number) {
  const bytes: number[] = [];
  const enough = Promise.withResolvers<readonly number[]>();
  const server = createServer((connection) => {
    connection.resume().on('close', () => {
      bytes.push(connection.bytesRead);
      if (bytes.length === count) enough.resolve(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = { address: '127.0.0.1', port };
  return {
    udp: endpoint,
    health: endpoint,
    bytesOfClosed: enough.promise,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
