/**
 * Whether memory grows: a million API calls and a million flows through one world, bounded in count.
 *
 * Flows come from few client sockets, whose flows end by idling in virtual time; the resident set is read after a
 * garbage collection at equal distances, so a leak shows as a slope and not as noise. Run with --expose-gc.
 */
import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { deploy, startLoopbackWorld, VirtualClock } from '../harness/index.ts';
import { describeMachine } from './print.ts';

const TOTAL = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 20;
const SOCKETS = 500;
const IDLE_TIMEOUT_MS = 120_000;

console.log(describeMachine());
console.log(`${TOTAL} API calls and ${TOTAL} flows in ${ROUNDS} rounds`);
const clock = new VirtualClock();
await using world = await startLoopbackWorld({ clock, reportFlows: false });
await using deployment = await deploy(world, { crossZone: true, healthCheck: { intervalSeconds: 300 } });
const [address = ''] = await world.resolve(deployment.dnsName);
const destination = { address, port: deployment.listenerPort };
const sockets = await Promise.all(
  Array.from({ length: SOCKETS }, () => world.openClientSocket({ address: undefined, port: undefined })),
);
const payload = new TextEncoder().encode('#1 soak');

let calls = 0;
let flows = 0;
for (let round = 1; round <= ROUNDS; round++) {
  const goal = Math.round((TOTAL * round) / ROUNDS);
  while (calls < goal) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => callApi(calls + index)));
    calls += 50;
  }
  while (flows < goal) {
    await openFlows();
    flows += SOCKETS;
  }
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    `${String(calls).padStart(9)} calls ${String(flows).padStart(9)} flows  rss ${(rss / 2 ** 20).toFixed(0)} MiB  heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB`,
  );
}
const counters = (await world.snapshot())?.counters;
console.log(JSON.stringify({ flowsOpened: counters?.flowsOpened, toTargets: counters?.toTargets }));
await Promise.all(sockets.map((socket) => socket.close()));

/** One call in ten changes something. */
async function callApi(index: number): Promise<void> {
  const { aws, targetGroup } = deployment;
  if (index % 10 > 0) {
    await aws.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup.arn }));
    return;
  }
  const Value = String(index % 3600);
  await aws.elbv2.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: targetGroup.arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value }],
    }),
  );
}

/** Every socket opens one flow; then all of them idle out. */
async function openFlows(): Promise<void> {
  const answered = Promise.withResolvers<void>();
  let replies = 0;
  for (const socket of sockets)
    socket.onDatagram(() => {
      if (++replies === SOCKETS) answered.resolve();
    });
  for (const socket of sockets) await socket.send(payload, destination);
  await answered.promise;
  await clock.advance(IDLE_TIMEOUT_MS);
}
