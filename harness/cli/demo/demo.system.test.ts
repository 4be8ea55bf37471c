import { expect, test } from 'vitest';
import { alive, RunningCli, records, runCli } from '../cli.fixture.ts';

test.concurrent('demo --json tells the whole story, with AWS’s own answers', async () => {
  const { code, stdout, stderr } = await runCli(['demo', '--instant', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const story = records(stdout);
  const of = (kind: string) => story.filter((record) => record.kind === kind);

  expect(of('chapter')).toHaveLength(6);
  expect(of('deployed')).toMatchObject([
    {
      listenerPort: 8080,
      targets: [
        { name: 'target-a', availabilityZone: 'us-east-1a' },
        { name: 'target-b', availabilityZone: 'us-east-1b' },
      ],
    },
  ]);

  // Virtual time: two checks at an interval of 5 s fail, and each second of them has its datagram.
  const [{ failingTarget, ...summary } = {}] = of('summary');
  expect(summary).toMatchObject({ ok: true, datagrams: 33, lost: 0, toFailingTarget: 10, dropped: 0 });
  const servedBy = of('datagram').map((datagram) => datagram.servedBy);
  const other = failingTarget === 'target-a' ? 'target-b' : 'target-a';
  expect(servedBy).toEqual([...Array(15).fill(failingTarget), ...Array(18).fill(other)]);

  expect(of('refused').map(({ code: awsCode, message }) => `${awsCode}: ${message}`)).toEqual([
    "ValidationError: Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'",
    "ValidationError: Listener protocol 'UDP' must be one of 'HTTP, HTTPS'",
    'InvalidConfigurationRequest: You cannot set security groups on a Network Load Balancer which was created ' +
      'without any security groups.',
  ]);
});

test.concurrent('demo without a terminal is plain text: chapters, times and a mark for each datagram', async () => {
  const { code, stdout } = await runCli(['demo', '--instant'], { env: { NO_COLOR: '' } });
  expect(code).toBe(0);
  expect(stdout).not.toContain('\u001b');
  expect(stdout.match(/^\d {2}\S.*/gm)).toHaveLength(6);
  expect(stdout).toMatch(/^ +3\.0s {2}([ab])( \1){4}$/m);
});

test.concurrent('demo ends at once when it is interrupted, and leaves no process', async ({ expect }) => {
  using demo = new RunningCli(['demo', '--speed', '5', '--json']);
  await demo.next('datagram');
  const started = await demo.descendants();
  expect(started).toHaveLength(2);
  expect(await demo.end('SIGINT')).toEqual({ code: 130, stderr: '' });
  // Killed, they end when they get their turn.
  await expect.poll(() => alive(started), { timeout: 60_000 }).toEqual([]);
});
