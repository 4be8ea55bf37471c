/** A load balancer's metrics as clients read them that are not the SDK for JavaScript. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { deploy } from '../deployment/deploy.ts';
import { UdpFlow } from '../traffic/udp-client.ts';
import { startLoopbackWorld } from './loopback-world.ts';
import { clientEnvironment, lacks, readFacts } from './program.fixture.ts';

const run = promisify(execFile);
const BOTO3_METRICS = fileURLToPath(new URL('../../fixtures/clients/boto3_metrics.py', import.meta.url));
const MINUTE_MS = 60_000;

/** A load balancer that got two flows in one minute, and one in the next. */
async function startMeasuredWorld() {
  const world = await startLoopbackWorld();
  onTestFinished(() => world.stop());
  const { clock } = world;
  const nlb = await deploy(world, { targets: 1, zones: 1 });
  onTestFinished(() => nlb[Symbol.asyncDispose]());
  const [address = ''] = await nlb.nodeAddresses();
  const exchange = async () => {
    const socket = await world.openClientSocket({ address: undefined, port: undefined });
    await using flow = new UdpFlow({
      socket,
      clock,
      random: createRandom(1),
      destination: { address, port: nlb.listenerPort },
    });
    expect((await flow.send()).lost).toBe(false);
  };
  const finishMinute = () => clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS));

  await finishMinute();
  const start = clock.now();
  await exchange();
  await exchange();
  await finishMinute();
  await exchange();
  await finishMinute();
  return {
    env: clientEnvironment(world.awsClientConfig()),
    loadBalancer: nlb.loadBalancerArn.split(':loadbalancer/')[1] ?? '',
    minutes: [0, 1, 2].map((index) => new Date(start + index * MINUTE_MS)) as [Date, Date, Date],
  };
}

/** As Python writes an instant of UTC. */
const pythonTime = (date: Date) => date.toISOString().replace('.000Z', '+00:00');

test("NLB-CW-02 boto3 lists metrics, reads them page by page, and gets errors with AWS's codes", async ({
  skip,
}) => {
  const reason = await lacks('python3', '-c', 'import boto3');
  if (reason) skip(reason);
  const { env, loadBalancer, minutes } = await startMeasuredWorld();
  const [first, second, end] = minutes.map(pythonTime);
  const { stdout } = await run('python3', [BOTO3_METRICS, loadBalancer, first!, end!], { env });
  const facts = readFacts(stdout);
  expect(facts).toMatchObject({
    metrics: { names: expect.arrayContaining(['HealthyHostCount', 'NewFlowCount', 'ProcessedBytes_UDP']) },
    statistics: {
      label: 'NewFlowCount',
      points: [
        { at: first, sum: 2, unit: 'Count' },
        { at: second, sum: 1, unit: 'Count' },
      ],
    },
    data: { values: [1, 2] },
    'no-statistics': {
      code: 'InvalidParameterCombination',
      message: 'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
      status: 400,
    },
    'metric-math': {
      code: 'ValidationError',
      message: expect.stringContaining('does not emulate metric math'),
    },
    alarms: { code: 'OperationNotPermitted', message: expect.stringContaining('DescribeAlarms') },
  });
});

test('NLB-CW-02 the AWS CLI reads the same metrics', async ({ skip }) => {
  const reason = await lacks('aws', '--version');
  if (reason) skip(reason);
  const { env, loadBalancer, minutes } = await startMeasuredWorld();
  const [first, second, end] = minutes.map((date) => date.toISOString());
  const metric = ['--namespace', 'AWS/NetworkELB', '--metric-name', 'NewFlowCount'];
  const dimensions = ['--dimensions', `Name=LoadBalancer,Value=${loadBalancer}`];
  const aws = async (...parameters: string[]) => {
    const { stdout } = await run('aws', ['cloudwatch', ...parameters, '--output', 'json'], { env });
    return JSON.parse(stdout) as Record<string, never>;
  };
  const listed = await aws('list-metrics', ...metric, ...dimensions);
  expect(listed.Metrics).toHaveLength(2);
  const times = ['--start-time', first!, '--end-time', end!, '--period', '60'];
  const { Datapoints } = await aws(
    'get-metric-statistics',
    ...metric,
    ...dimensions,
    ...times,
    '--statistics',
    'Sum',
  );
  // The first version of the CLI shows the instant as it is on the wire, in seconds; the second as text.
  const points = Datapoints as unknown as { Timestamp: string | number; Sum: number }[];
  const sums = points.map(({ Timestamp, Sum }) => [
    new Date(typeof Timestamp === 'number' ? Timestamp * 1000 : Timestamp).toISOString(),
    Sum,
  ]);
  expect(sums).toEqual([
    [first, 2],
    [second, 1],
  ]);
  await expect(aws('get-metric-statistics', ...metric, ...dimensions, ...times)).rejects.toThrow(
    /InvalidParameterCombination.*At least one of the parameters Statistics and ExtendedStatistics/,
  );
});
