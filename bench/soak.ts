/**
 * Whether memory grows: a million API calls and a million flows through one world, bounded in count.
 *
 * Calls are plain HTTP requests, so that what is measured is the endpoint and not a client; one in ten changes
 * something. Flows come from a few sockets and end by idling in virtual time. The resident set is read after a
 * garbage collection at equal distances, so that a leak shows as a slope and not as noise.
 *
 *     node --expose-gc bench/soak.ts [count]
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { deploy, startLoopbackWorld, VirtualClock } from '../harness/index.ts';
import { describeMachine } from './print.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const TOTAL = Number(positionals[0] ?? 1_000_000);
const ROUNDS = 20;
const SOCKETS = 500;
const CONNECTIONS = 20;
const IDLE_TIMEOUT_MS = 120_000;
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0';

console.log(describeMachine());
console.log(`${TOTAL} API calls and ${TOTAL} flows, in ${ROUNDS} rounds`);
const clock = new VirtualClock();
await using world = await startLoopbackWorld({ clock, reportFlows: false });
await using deployment = await deploy(world, { crossZone: true, healthCheck: { intervalSeconds: 300 } });
const { endpoint = '' } = world.awsClientConfig();
const connections = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const [address = ''] = await world.resolve(deployment.dnsName);
const destination = { address, port: deployment.listenerPort };
let replies = 0;
let onReplies: (() => void) | undefined;
const sockets = await Promise.all(
  Array.from({ length: SOCKETS }, () => world.openClientSocket({ address: undefined, port: undefined })),
);
for (const socket of sockets)
  socket.onDatagram(() => {
    replies += 1;
    if (replies === SOCKETS) onReplies?.();
  });
const payload = new TextEncoder().encode('#1 soak');

let calls = 0;
let flows = 0;
for (let round = 1; round <= ROUNDS; round++) {
  const goal = Math.round((TOTAL * round) / ROUNDS);
  await Promise.all(Array.from({ length: CONNECTIONS }, () => callUntil(goal)));
  while (flows < goal) await openFlows();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    `${String(calls).padStart(9)} calls ${String(flows).padStart(9)} flows` +
      `   rss ${(rss / 2 ** 20).toFixed(0)} MiB   heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB`,
  );
}
const counters = (await world.snapshot())?.counters;
console.log(JSON.stringify({ flowsOpened: counters?.flowsOpened, toTargets: counters?.toTargets }));
await Promise.all(sockets.map((socket) => socket.close()));
connections.destroy();

async function callUntil(goal: number): Promise<void> {
  while (calls < goal) {
    calls += 1;
    await call(calls);
  }
}

function call(index: number): Promise<void> {
  const form = new URLSearchParams({
    Version: '2015-12-01',
    TargetGroupArn: deployment.targetGroup.arn,
    ...(index % 10 > 0
      ? { Action: 'DescribeTargetHealth' }
      : {
          Action: 'ModifyTargetGroupAttributes',
          'Attributes.member.1.Key': 'deregistration_delay.timeout_seconds',
          'Attributes.member.1.Value': String(index % 3600),
        }),
  });
  return new Promise((resolve, reject) => {
    const sent = request(
      endpoint,
      { method: 'POST', agent: connections, headers: { authorization: AUTHORIZATION } },
      (response) => {
        response.resume();
        if (response.statusCode === 200) response.once('end', resolve);
        else reject(new Error(`call ${index} was answered with ${response.statusCode}`));
      },
    );
    sent.once('error', reject);
    sent.end(form.toString());
  });
}

/** Every socket opens a flow, and then all of them idle out. */
async function openFlows(): Promise<void> {
  replies = 0;
  const answered = new Promise<void>((resolve) => {
    onReplies = resolve;
  });
  for (const socket of sockets) await socket.send(payload, destination);
  await answered;
  await clock.advance(IDLE_TIMEOUT_MS);
  flows += SOCKETS;
}
