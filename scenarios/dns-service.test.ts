import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment, HostCommand, StartedHost, StartedWorld } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

const PORT = 53;
/** Debian's packages of the two programs. */
const PACKAGES = { dnsmasq: 'dnsmasq-base', dig: 'bind9-dnsutils' };

test('a name server of others answers by UDP and TCP on one port, and fails over in both', {
  rules: ['NLB-LI-05', 'NLB-LI-08', 'NLB-RT-06', 'NLB-TC-02', 'NLB-RT-29'],
  needs: ['host-commands'],
}, async ({ deploy, world, skip }) => {
  const nlb = await deploy({
    zones: 1,
    protocol: 'TCP_UDP',
    port: PORT,
    listenerPort: PORT,
    targets: [],
  });
  const client = (await runInstance(world, nlb)).host;
  for (const [program, debianPackage] of Object.entries(PACKAGES)) {
    const found = await client.run!(['/bin/sh', '-c', `command -v ${program}`]);
    skip((await found.ended) !== 0, `${program} is missing on the host: ${debianPackage}`);
  }
  const servers = new Map<string, HostCommand>();
  for (const name of ['first', 'second']) {
    const { host, instanceId } = await runInstance(world, nlb);
    servers.set(name, await startNameServer(host, name));
    await register(nlb, instanceId);
  }
  await until(world, async () => (await healthStates(nlb)).every((state) => state === 'healthy'));

  expect(await answersOf(client, nlb, ['+notcp'])).toEqual(['first', 'second']);
  expect(await answersOf(client, nlb, ['+tcp'])).toEqual(['first', 'second']);

  // Its end is that of its TCP listener, too, which is what the health check sees.
  await servers.get('first')!.stop();
  await until(world, async () => (await healthStates(nlb)).includes('unhealthy'));
  expect(await answersOf(client, nlb, ['+notcp'])).toEqual(['second']);
  expect(await answersOf(client, nlb, ['+tcp'])).toEqual(['second']);
});

/** A server that names itself in the text of `which.test`. */
async function startNameServer(host: StartedHost, name: string): Promise<HostCommand> {
  const server = await host.run!([
    'dnsmasq',
    '--keep-in-foreground',
    '--log-facility=-',
    '--conf-file=/dev/null',
    '--pid-file=',
    '--user=root',
    '--no-resolv',
    '--no-hosts',
    '--bind-interfaces',
    `--listen-address=${host.spec.address}`,
    `--port=${PORT}`,
    `--txt-record=which.test,${name}`,
  ]);
  await server.said('started');
  return server;
}

/** Who answers questions, so many that one server alone would be a wonder, each from a port of its own. */
async function answersOf(
  client: StartedHost,
  nlb: Deployment,
  options: readonly string[],
): Promise<string[]> {
  const answers = new Set<string>();
  for (let question = 0; question < 20; question++) {
    const dig = ['dig', '+short', '+tries=1', '+time=5', ...options];
    const asked = await client.run!([...dig, `@${nlb.dnsName}`, 'which.test', 'TXT']);
    expect(await asked.ended, asked.output).toBe(0);
    answers.add(asked.output.trim().replaceAll('"', ''));
  }
  return [...answers].sort();
}

async function runInstance(world: StartedWorld, nlb: Deployment) {
  const { Instances } = await nlb.aws.ec2.send(
    new RunInstancesCommand({
      ImageId: (await world.machineImage()).imageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: nlb.zones[0]!.subnetId,
      SecurityGroupIds: [nlb.targetSecurityGroupId],
    }),
  );
  const instanceId = Instances![0]!.InstanceId!;
  await until(world, async () => {
    const asked = new DescribeInstancesCommand({ InstanceIds: [instanceId] });
    const { Reservations } = await nlb.aws.ec2.send(asked);
    return Reservations![0]!.Instances![0]!.State!.Name === 'running';
  });
  return { instanceId, host: await world.host(instanceId) };
}

async function register(nlb: Deployment, instanceId: string): Promise<void> {
  await nlb.aws.elbv2.send(
    new RegisterTargetsCommand({
      TargetGroupArn: nlb.targetGroups[0]!.arn,
      Targets: [{ Id: instanceId, Port: PORT }],
    }),
  );
}

async function healthStates(nlb: Deployment): Promise<(string | undefined)[]> {
  const { TargetHealthDescriptions = [] } = await nlb.aws.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: nlb.targetGroups[0]!.arn }),
  );
  return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
}

async function until(world: StartedWorld, condition: () => Promise<boolean>): Promise<void> {
  expect(await world.clock.advanceUntil(condition, { withinMs: 120_000 })).toBe(true);
}
