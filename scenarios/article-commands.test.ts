import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment, HostCommand, StartedHost, StartedWorld } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { healthStates, runInstance, until } from './support/instances.ts';

const COUNTER = fileURLToPath(new URL('../fixtures/clients/count-once-a-second.py', import.meta.url));

test('netcat servers behind the load balancer are found by its name, fail and take over', {
  rules: ['NLB-RT-06', 'NLB-SG-07', 'NLB-HC-01'],
  needs: ['host-commands'],
}, async ({ deploy, world, skip }) => {
  skipWithoutPrograms(world, skip);
  const nlb = await deploy({ zones: 1, targets: [] });
  const [first, second] = await Promise.all([startServer(world, nlb), startServer(world, nlb)]);
  await registerBoth(nlb, [first!, second!]);
  await until(world, async () => (await healthStates(nlb)).every((state) => state === 'healthy'));
  // Who connects to the health listener is the load balancer's node.
  const [node] = await nlb.nodeAddresses();
  expect(await first!.check.said('Connection received on')).toContain(`received on ${nameOf(node!)} `);

  const host = await startHost(world, nlb);
  await using client = await host.run!(['nc', '-uv', nlb.dnsName, '8080']);
  client.write('PING\n');
  const serving = await Promise.any([
    first!.service.said('PING').then(() => first!),
    second!.service.said('PING').then(() => second!),
  ]);
  const other = serving === first ? second! : first!;
  const flows = (await world.snapshot())?.flows ?? [];
  expect(flows.map(({ fiveTuple }) => fiveTuple.source.address)).toEqual([host.spec.address]);
  expect(await client.said('succeeded!')).toContain('8080 port [udp/*] succeeded!');

  // Its health listener ends, and the same client's next message is the other server's.
  await serving.check.stop();
  await until(world, async () => (await healthStates(nlb)).includes('unhealthy'));
  client.write('PONG\n');
  expect(await other.service.said('PONG')).toContain('PONG');
  expect(serving.service.output).not.toContain('PONG');
});

test('a Python client that counts once a second reaches one server', {
  rules: ['NLB-RT-01'],
  needs: ['host-commands'],
}, async ({ deploy, world, skip }) => {
  skipWithoutPrograms(world, skip);
  const nlb = await deploy({ zones: 1, targets: [] });
  const [first, second] = await Promise.all([startServer(world, nlb), startServer(world, nlb)]);
  await registerBoth(nlb, [first!, second!]);
  await until(world, async () => (await healthStates(nlb)).every((state) => state === 'healthy'));

  const host = await startHost(world, nlb);
  await using client = await host.run!(['python3', COUNTER, nlb.dnsName, '8080']);
  const serving = await Promise.any([
    first!.service.said('\n0\n1\n').then(() => first!),
    second!.service.said('\n0\n1\n').then(() => second!),
  ]);
  const other = serving === first ? second! : first!;
  // It prints after it has sent, so the server may be heard first.
  expect(await client.said('Sent: 1\n')).toContain('Sent: 0\nSent: 1\n');
  expect(other.service.output).toBe('Bound on 0.0.0.0 8080\n');
});

test('a server listens where its commands say', { needs: ['host-commands'] }, async ({
  deploy,
  world,
  skip,
}) => {
  skipWithoutPrograms(world, skip);
  const nlb = await deploy({ zones: 1, targets: [] });
  const { host } = await startServer(world, nlb);
  const listing = await host.run!(['ss', '-nltu']);
  expect(await listing.ended).toBe(0);
  const listening = listing.output.split('\n').map((line) => line.split(/\s+/));
  expect(listening.map(([protocol, , , , local]) => `${protocol} ${local}`)).toEqual(
    expect.arrayContaining(['udp 0.0.0.0:8080', 'tcp 0.0.0.0:8080']),
  );
});

/** The commands are those of OpenBSD's netcat; others have other options. */
function skipWithoutPrograms(world: StartedWorld, skip: (when: boolean, reason: string) => void): void {
  // Hosts that are containers have them, whatever this machine has.
  if (world.capabilities.has('containers')) return;
  const usage = spawnSync('nc', ['-h'], { encoding: 'utf8' });
  skip(!`${usage.stdout}${usage.stderr}`.includes('OpenBSD'), 'OpenBSD netcat is missing: netcat-openbsd');
  skip(spawnSync('python3', ['--version']).status !== 0, 'python3 is missing');
}

/** As `nc -v` has it from DNS. */
function nameOf(address: string): string {
  return `ip-${address.replaceAll('.', '-')}.ec2.internal`;
}

interface Server {
  readonly host: StartedHost;
  readonly instanceId: string;
  readonly service: HostCommand;
  readonly check: HostCommand;
}

/** An instance with two commands typed into it: a UDP service, and a TCP listener for the health check. */
async function startServer(world: StartedWorld, nlb: Deployment): Promise<Server> {
  const { host, instanceId } = await runInstance(world, nlb);
  const service = await host.run!(['nc', '-ulkv', '8080']);
  const check = await host.run!(['nc', '-klv', '8080']);
  await Promise.all([service.said('Bound on 0.0.0.0 8080'), check.said('Listening on 0.0.0.0 8080')]);
  return { host, instanceId, service, check };
}

async function startHost(world: StartedWorld, nlb: Deployment): Promise<StartedHost> {
  return (await runInstance(world, nlb)).host;
}

async function registerBoth(nlb: Deployment, servers: readonly Server[]): Promise<void> {
  await nlb.aws.elbv2.send(
    new RegisterTargetsCommand({
      TargetGroupArn: nlb.targetGroups[0]!.arn,
      Targets: servers.map(({ instanceId }) => ({ Id: instanceId, Port: 8080 })),
    }),
  );
}
