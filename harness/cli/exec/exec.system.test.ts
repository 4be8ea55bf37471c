import {
  CreateTagsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { examineNetnsRequirements } from '../../index.ts';
import { alive, RunningCli, records, runAtTerminal, runCli, TERMINAL } from '../cli.fixture.ts';

/** What an endpoint takes. */
function connect(endpoint: unknown): EC2Client {
  return new EC2Client({
    endpoint: endpoint as string,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
}

/** An instance with no user data: a host and nothing on it. */
async function runInstance(ec2: EC2Client, name: string): Promise<{ id: string; address: string }> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 }),
  );
  const [{ InstanceId: id, PrivateIpAddress: address } = {}] = Instances;
  await ec2.send(new CreateTagsCommand({ Resources: [id!], Tags: [{ Key: 'Name', Value: name }] }));
  return { id: id!, address: address! };
}

test.concurrent('exec runs a command on a host of a netns world, with its streams and its exit status', async ({
  expect,
  skip,
}) => {
  const lacks = (await examineNetnsRequirements()).find(({ ok }) => !ok);
  skip(lacks !== undefined, `the netns world does not work here: ${lacks?.what}`);
  using serve = new RunningCli(['serve', '--world', 'netns', '--port', '0', '--json']);
  const { endpoint } = await serve.next('ready');
  const ec2 = connect(endpoint);
  const client = await runInstance(ec2, 'client');
  const other = await runInstance(ec2, 'other');
  const env = { AWS_ENDPOINT_URL: endpoint as string };

  const listed = await runCli(['exec', '--list', '--json'], { env });
  expect(records(listed.stdout)).toMatchObject([
    { kind: 'host', instanceId: client.id, name: 'client', privateIpAddress: client.address },
    { kind: 'host', instanceId: other.id, name: 'other', privateIpAddress: other.address },
  ]);

  // Each of its three names leads to the same host, and options may stand before and behind it.
  const script = 'ip -brief address show eth0; pwd; echo "to stderr" >&2; exit 7';
  for (const named of [
    ['client'],
    [client.id, '--region', 'us-east-1'],
    ['--region', 'us-east-1', client.address],
  ]) {
    const ran = await runCli(['exec', ...named, '--', 'sh', '-c', script], { env });
    expect(ran).toMatchObject({ code: 7, stderr: 'to stderr\n' });
    expect(ran.stdout).toContain(` ${client.address}/32 `);
    expect(ran.stdout).toContain(`\n${process.cwd()}\n`);
  }
  expect((await runCli(['exec', 'client', '--', 'sh', '-c', 'kill -KILL $$'], { env })).code).toBe(137);

  const { rows, columns } = TERMINAL;
  const atTerminal = await runAtTerminal(['exec', 'client', '--', 'sh', '-c', 'stty size; exit 5'], { env });
  expect(atTerminal).toMatchObject({ code: 5, stdout: `${rows} ${columns}\r\n` });

  const unknown = await runCli(['exec', 'nobody', '--', 'true'], { env });
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain(`\n  ${other.id}  other   ${other.address}`);
  const elsewhere = await runCli(['exec', 'client', '--region', 'eu-west-1', '--', 'true'], { env });
  expect(elsewhere.stderr).toContain('No instance is pending or running');

  // What somebody runs on a host ends with the host: that of an instance, and that of the whole world.
  using onClient = new RunningCli(['exec', 'client', '--', 'sh', '-c', 'echo up; cat'], { env });
  using onOther = new RunningCli(['exec', 'other', '--', 'sh', '-c', 'echo up; cat'], { env });
  await Promise.all([onClient.linesUntil('up'), onOther.linesUntil('up')]);
  const programs = [...(await onClient.descendants()), ...(await onOther.descendants())];
  const ended = [onClient, onOther].map(
    ({ child }) => new Promise((resolve) => child.once('exit', (code) => resolve(code))),
  );
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [client.id] }));
  expect(await ended[0]).toBe(129);
  expect(await alive([onOther.child.pid!])).toEqual([onOther.child.pid]);
  expect(await serve.end('SIGINT')).toEqual({ code: 0, stderr: '' });
  expect(await ended[1]).toBe(129);
  // Killed, they end when they get their turn.
  await expect.poll(() => alive(programs), { timeout: 60_000 }).toEqual([]);
});

test.concurrent('exec passes its input on, and SIGTERM', async ({ expect, skip }) => {
  const lacks = (await examineNetnsRequirements()).find(({ ok }) => !ok);
  skip(lacks !== undefined, `the netns world does not work here: ${lacks?.what}`);
  using serve = new RunningCli(['serve', '--world', 'netns', '--port', '0', '--json']);
  const { endpoint } = await serve.next('ready');
  const { id } = await runInstance(connect(endpoint), 'client');
  const env = { AWS_ENDPOINT_URL: endpoint as string };
  const program = 'process.stdin.pipe(process.stdout); process.once("SIGTERM", () => process.exit(3));';
  using running = new RunningCli(['exec', id, '--', process.execPath, '-e', program], { env });
  running.child.stdin!.write('through\n');
  expect(await running.linesUntil('through')).toEqual(['through']);
  expect(await running.end('SIGTERM')).toEqual({ code: 3, stderr: '' });
});

test.concurrent('exec in a world whose hosts have no network of their own says where they are', async () => {
  using serve = new RunningCli(['serve', '--port', '0', '--json']);
  const { endpoint } = await serve.next('ready');
  const { id, address } = await runInstance(connect(endpoint), 'client');
  const env = { AWS_ENDPOINT_URL: endpoint as string };
  const { code, stderr } = await runCli(['exec', 'client', '--', 'true'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain(`${id} has no network of its own`);
  // At the same end of another block, or at an address that many hosts share.
  const end = address.split('.').slice(2).join('.');
  expect(stderr).toMatch(new RegExp(`at 127\\.(?:\\d+\\.${end}|0\\.0\\.1) on this machine`));
  expect(stderr).toContain('serve the netns or the docker world (--world)');
});

test.concurrent('exec without a served world says so', async () => {
  const { code, stderr } = await runCli(['exec', 'client', '--endpoint', 'http://127.0.0.1:1', '--', 'true']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/HARNESS_NOTHING_SERVED\]\n.*nlb-harness serve/);
});
