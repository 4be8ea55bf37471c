import { Resolver } from 'node:dns/promises';
import { DescribeSubnetsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { generateUserData } from '../../index.ts';
import { alive, RunningCli, records, runCli } from '../cli.fixture.ts';

const SERVE = ['serve', '--port', '0', '--speed', '50', '--json'];

/** Builds a load balancer with one target, as any client of AWS would. */
async function createLoadBalancer(endpoint: string): Promise<{ dnsName: string; instanceId: string }> {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const ec2 = new EC2Client(config);
  const elbv2 = new ElasticLoadBalancingV2Client(config);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand());
  const { SubnetId, VpcId } = Subnets[0]!;
  const userData = generateUserData({
    name: 'target',
    udpPort: 5353,
    health: { protocol: 'TCP', port: 5353, tls: undefined },
    controlPort: 8079,
  });
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SubnetId,
      UserData: Buffer.from(userData).toString('base64'),
    }),
  );
  const { InstanceId } = Instances[0]!;
  const { LoadBalancers = [] } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'served', Type: 'network', Subnets: [SubnetId!] }),
  );
  const { LoadBalancerArn, DNSName } = LoadBalancers[0]!;
  const { TargetGroups = [] } = await elbv2.send(
    new CreateTargetGroupCommand({ Name: 'served', Protocol: 'UDP', Port: 5353, VpcId }),
  );
  const { TargetGroupArn } = TargetGroups[0]!;
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'UDP',
      Port: 5353,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  // Registered only when it runs, as AWS demands (NLB-TA-01).
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: InstanceId! }] }));
  return { dnsName: DNSName!, instanceId: InstanceId! };
}

test.concurrent('serve answers any AWS client, tells what happens, and ends cleanly on Ctrl-C', async () => {
  using serve = new RunningCli(SERVE);
  const ready = await serve.next('ready');
  expect(ready).toMatchObject({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    region: 'us-east-1',
    dns: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    environment: { AWS_ENDPOINT_URL: ready.endpoint, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test' },
  });
  // Nobody at the keyboard any more: a served world goes on.
  serve.child.stdin!.end();
  const endpoint = ready.endpoint as string;

  const { dnsName, instanceId } = await createLoadBalancer(endpoint);
  expect(await serve.next('address')).toMatchObject({ emulated: '203.0.113.0/24' });
  expect(await serve.next('address')).toMatchObject({ emulated: '172.31.0.0/16' });
  expect(await serve.next('load-balancer-state')).toMatchObject({
    detail: { from: 'provisioning', to: 'active' },
  });

  const resolver = new Resolver();
  resolver.setServers([ready.dns as string]);
  expect(await resolver.resolve4(dnsName)).toEqual([expect.stringMatching(/^127\./)]);

  const question = ['explain', 'udp', '203.0.113.9:40001'];
  const env = { AWS_ENDPOINT_URL: endpoint };
  const refused = await runCli([...question, `${dnsName}:53`, '--json'], { env });
  expect(records(refused.stdout)).toMatchObject([{ verdict: { kind: 'drop', reason: 'no-listener' } }]);
  const explained = await runCli([...question, `${dnsName}:5353`], { env });
  expect(explained.code).toBe(0);
  expect(explained.stdout).toMatch(/^udp 203\.0\.113\.9:40001 > 172\.31\.\d+\.\d+:5353\n/);
  expect(explained.stdout).toMatch(/NLB-RT-01 .*no flow has this five-tuple/);
  expect(explained.stdout).toContain(instanceId);
  const wrong = await runCli([...question, 'nobody.invalid:53'], { env });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("No load balancer has the DNS name 'nobody.invalid'");

  const second = await runCli(['serve', '--port', new URL(endpoint).port]);
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(/HARNESS_PORT_IN_USE\]\nWhat to do on this machine: ./);

  const started = await serve.descendants();
  expect(started).toHaveLength(1);
  expect(await serve.end('SIGINT')).toEqual({ code: 0, stderr: '' });
  expect(await alive(started)).toEqual([]);
});

test.concurrent('serve that is killed leaves no process', async ({ expect }) => {
  using serve = new RunningCli(SERVE);
  const { endpoint } = await serve.next('ready');
  await createLoadBalancer(endpoint as string);
  const started = await serve.descendants();
  expect(started).toHaveLength(1);
  serve.child.kill('SIGKILL');
  await expect.poll(() => alive(started), { timeout: 60_000 }).toEqual([]);
});

test.concurrent('serve of a world that is not to be had ends with exit code 2 and says what to do', async ({
  expect,
}) => {
  const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  const docker = await runCli(['serve', '--world', 'docker', '--port', '0'], { env });
  expect({ code: docker.code, stdout: docker.stdout }).toEqual({ code: 2, stdout: '' });
  expect(docker.stderr).toMatch(
    /there is no engine\. \[HARNESS_DOCKER_UNAVAILABLE\]\n.*: Start a Docker engine/,
  );
  const mars = await runCli(['serve', '--port', '0'], { env: { NLB_WORLD: 'mars' } });
  expect(mars.code).toBe(2);
  expect(mars.stderr).toContain("There is no world 'mars'");
});

test.concurrent('serve without --json prints an environment to paste and where names are resolved', async () => {
  using serve = new RunningCli(['serve', '--port', '0', '--region', 'eu-west-1']);
  const lines = await serve.linesUntil('Ctrl-C ends it');
  const text = lines.join('\n');
  expect(text).toMatch(/export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+\n/);
  expect(text).toContain('export AWS_REGION=eu-west-1\n');
  expect(text).toMatch(/dig @127\.0\.0\.1 -p \d+ <name>\.elb\.eu-west-1\.amazonaws\.com/);
  expect(await serve.end('SIGTERM')).toEqual({ code: 0, stderr: '' });
});
