/** docker-compose.yml as its users run it: the walk-through of docs/compose.md, typed by a test. */

import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  waitUntilTargetInService,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostCommand } from '../worlds/world.ts';
import { ComposeProject, composeCommand } from './compose-project.fixture.ts';

/** Building an image and starting LocalStack, on two busy cores. */
const TIMEOUT_MS = 300_000;

const compose = await composeCommand();
if (!compose)
  console.warn('The Compose walk-through is LEFT OUT of the tests: install docker-compose or its plugin');

describe.skipIf(!compose)('docker-compose.yml', { timeout: TIMEOUT_MS }, () => {
  let project: ComposeProject;
  let log: HostCommand;
  let nlb: string;
  let servers: readonly Server[];
  let aws: { readonly endpoint: string; readonly region: string; readonly credentials: Credentials };

  beforeAll(async () => {
    project = await ComposeProject.up(compose!);
    log = await project.log('nlb-harness');
    nlb = await project.run('exec', '-T', 'nlb-harness', 'node', 'fixtures/compose/set-up.ts');
    servers = await Promise.all(['target-1', 'target-2'].map((service) => startServer(project, service)));
    aws = {
      endpoint: `http://${await project.run('port', 'nlb-harness', '4566')}`,
      region: 'ap-northeast-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    await untilHealthy();
  }, TIMEOUT_MS);

  afterAll(() => project?.[Symbol.asyncDispose](), TIMEOUT_MS);

  test('netcat reaches a server by the name of the load balancer, and the other one when it fails', async () => {
    expect(nlb).toMatch(/^udp-nlb-[0-9a-f]+\.elb\.ap-northeast-1\.amazonaws\.com$/);
    const client = await project.exec('client', 'nc', '-uv', nlb, '8080');
    client.write('PING\n');
    const { serving, other } = await whoHeard('PING');
    const connected = new RegExp(`Connection to ${nlb} \\((.+)\\) 8080 port \\[udp/\\*\\] succeeded!`);
    const [, node = ''] = connected.exec(await client.said('succeeded!')) ?? [];
    // Who connects to the health listener is the load balancer's node, by its name in the VPC.
    const name = `ip-${node.replaceAll('.', '-')}.ap-northeast-1.compute.internal`;
    expect(await serving.check.said('Connection received on')).toContain(`received on ${name} `);
    // The client's own address, which went on to the target.
    expect(await log.said('opened on')).toContain(`flow ${project.prefix}.16.13:`);

    await project.run('exec', '-T', serving.service, 'pkill', '-f', 'nc -klv');
    await log.said('healthy → unhealthy (connection refused)');
    client.write('PONG\n');
    expect(await other.udp.said('PONG')).toContain('PONG');
    expect(serving.udp.output).not.toContain('PONG');

    serving.check = await startCheck(project, serving.service);
    await untilHealthy();
  });

  test('a Python client that counts once a second reaches one server', async () => {
    const client = await project.exec('client', 'python3', 'count-once-a-second.py', nlb, '8080');
    const { other } = await whoHeard('\n0\n1\n2\n');
    expect(await client.said('Sent: 2\n')).toContain('Sent: 0\nSent: 1\nSent: 2\n');
    expect(other.udp.output).not.toContain('\n0\n');
    await client.stop();
  });

  test('netstat lists what a server listens to', async () => {
    const listing = await project.run('exec', '-T', 'target-1', 'netstat', '-nltu');
    const listening = listing.split('\n').map((line) => line.split(/\s+/));
    expect(listening.map(([protocol, , , local]) => `${protocol} ${local}`)).toEqual(
      expect.arrayContaining(['udp 0.0.0.0:8080', 'tcp 0.0.0.0:8080']),
    );
  });

  test('a client that goes round the load balancer reaches no target, unless its security group says so', async () => {
    const send =
      'import socket, sys; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"%s\\n", (sys.argv[1], 8080))';
    const sendTo = (host: string, text: string) =>
      project.run('exec', '-T', 'client', 'python3', '-c', send.replace('%s', text), host);
    // By the name that Docker knows.
    for (const { service } of servers) await sendTo(service, 'DIRECT');
    await sendTo(nlb, 'BALANCED');
    await whoHeard('BALANCED');
    expect(servers.map(({ udp }) => udp.output).join('')).not.toContain('DIRECT');

    const ec2 = new EC2Client(aws);
    const Filters = [{ Name: 'group-name', Values: ['targets'] }];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
    const client = { IpProtocol: 'udp', FromPort: 8080, ToPort: 8080, CidrIp: `${project.prefix}.16.13/32` };
    const { GroupId } = SecurityGroups![0]!;
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...client }));
    for (const { service, udp } of servers) {
      await sendTo(service, 'ADMITTED');
      expect(await udp.said('ADMITTED')).not.toContain('DIRECT');
    }
  });

  test('the AWS endpoint answers to the names it was given, and to no others', async () => {
    const ask =
      'import sys, urllib.request as u; print(u.urlopen(u.Request(sys.argv[1], b"{}", {"Host": sys.argv[2]})).status)';
    const url = 'http://nlb-harness:4566/_nlb-harness/info';
    const asClient = (host: string) => project.run('exec', '-T', 'client', 'python3', '-c', ask, url, host);
    expect(await asClient('nlb-harness:4566')).toBe('200');
    await expect(asClient('evil.example')).rejects.toMatchObject({
      stderr: expect.stringContaining('HTTP Error 403'),
    });
  });

  test('EC2 is that of LocalStack, also when it is asked itself', async () => {
    const ask = `import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
      const { Reservations } = await new EC2Client({ endpoint: 'http://localstack:4566' }).send(new DescribeInstancesCommand());
      console.log(Reservations.flatMap(({ Instances }) => Instances.map(({ PrivateIpAddress }) => PrivateIpAddress)).sort().join());`;
    const script = ['node', '--input-type=module', '--eval', ask];
    expect(await project.run('exec', '-T', 'nlb-harness', ...script)).toBe(
      `${project.prefix}.0.11,${project.prefix}.0.12`,
    );
  });

  test('an instance at an address that no container has is a fault that says so', async () => {
    const ec2 = new EC2Client(aws);
    const Filters = [{ Name: 'cidr-block', Values: [`${project.prefix}.0.0/20`] }];
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    const { SubnetId } = Subnets![0]!;
    const PrivateIpAddress = `${project.prefix}.0.99`;
    await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-12345678',
        MinCount: 1,
        MaxCount: 1,
        SubnetId,
        PrivateIpAddress,
      }),
    );
    expect(await log.said(`No host of the attached network has the address ${PrivateIpAddress}`)).toContain(
      'HARNESS_HOST_START_FAILED',
    );
  });

  async function whoHeard(text: string): Promise<{ serving: Server; other: Server }> {
    const serving = await Promise.any(servers.map((server) => server.udp.said(text).then(() => server)));
    return { serving, other: servers.find((server) => server !== serving)! };
  }

  async function untilHealthy(): Promise<void> {
    const elbv2 = new ElasticLoadBalancingV2Client(aws);
    const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand());
    const { TargetGroupArn } = TargetGroups![0]!;
    await waitUntilTargetInService(
      { client: elbv2, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { TargetGroupArn },
    );
  }
});

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A service with two commands typed into it. */
interface Server {
  readonly service: string;
  readonly udp: HostCommand;
  check: HostCommand;
}

async function startServer(project: ComposeProject, service: string): Promise<Server> {
  const udp = await project.exec(service, 'nc', '-ulkv', '8080');
  await udp.said('Bound on 0.0.0.0 8080');
  return { service, udp, check: await startCheck(project, service) };
}

async function startCheck(project: ComposeProject, service: string): Promise<HostCommand> {
  const check = await project.exec(service, 'nc', '-klv', '8080');
  await check.said('Listening on 0.0.0.0 8080');
  return check;
}
