import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, test } from 'vitest';
import { RunningCli, runAtTerminal, runCli, TERMINAL } from '../cli.fixture.ts';

let serve: RunningCli;
let env: Record<string, string>;
let address: string;

beforeAll(async () => {
  serve = new RunningCli(['serve', '--world', 'docker', '--port', '0', '--json']);
  const { endpoint } = await serve.next('ready');
  env = { AWS_ENDPOINT_URL: endpoint as string };
  address = await runInstance();
});

/** Resolves to its private address. */
async function runInstance(): Promise<string> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const ec2 = new EC2Client({ endpoint: env.AWS_ENDPOINT_URL!, region: 'us-east-1', credentials });
  const launch = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const { Instances } = await ec2.send(launch);
  ec2.destroy();
  return Instances![0]!.PrivateIpAddress!;
}

afterAll(async () => {
  await serve.end('SIGINT');
});

test.concurrent('exec runs a command in the container of a host, with its streams and its exit status', async ({
  expect,
}) => {
  const script = 'ip -brief address; echo "to stderr" >&2; exit 7';
  const ran = await runCli(['exec', address, '--', 'sh', '-c', script], { env });
  expect(ran).toMatchObject({ code: 7, stderr: 'to stderr\n' });
  expect(ran.stdout).toContain(` ${address}/32 `);
  const missing = await runCli(['exec', address, '--', 'no-such-program'], { env });
  expect(missing.code).toBe(127);
});

test.concurrent('exec passes its input on to a container, and SIGTERM', async ({ expect }) => {
  const program = 'process.stdin.pipe(process.stdout); process.once("SIGTERM", () => process.exit(3));';
  using running = new RunningCli(['exec', address, '--', 'node', '-e', program], { env });
  running.child.stdin!.write('through\n');
  expect(await running.linesUntil('through')).toEqual(['through']);
  expect(await running.end('SIGTERM')).toEqual({ code: 3, stderr: '' });
});

test.concurrent('exec at a terminal gives the program in the container one of its own, as large as ours', async ({
  expect,
}) => {
  const { code, stdout } = await runAtTerminal(
    ['exec', address, '--', 'sh', '-c', 'stty size; tty; exit 5'],
    {
      env,
    },
  );
  expect(code).toBe(5);
  expect(stdout).toMatch(new RegExp(`^${TERMINAL.rows} ${TERMINAL.columns}\r\n/dev/pts/\\d+\r\n$`));
});

test.concurrent('exec on a host whose container has gone says that it has', async ({ expect }) => {
  const lost = await runInstance();
  // With its processes a container ends.
  await runCli(['exec', lost, '--', 'sh', '-c', 'kill -9 -1'], { env });
  await serve.next('fault');
  const { code, stderr } = await runCli(['exec', lost, '--', 'true'], { env });
  expect(stderr).toMatch(/the host's container.* \[HARNESS_CONTAINER_LOST\]\n.*run another instance/s);
  expect(code).toBe(2);
});
