import { spawnSync } from 'node:child_process';
import type { Deployment, StartedHost, TargetOptions } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { runInstance } from './support/instances.ts';
import { killService } from './support/kill-service.ts';
import { buildNameServerImage } from './support/service-image.ts';

const PORT = 53;
/** Debian's packages of the programs. */
const PACKAGES = { dnsmasq: 'dnsmasq-base', dig: 'bind9-dnsutils' };

test('a name server of others answers by UDP and TCP on one port, and fails over in both', {
  rules: ['NLB-LI-05', 'NLB-LI-08', 'NLB-RT-06', 'NLB-TC-02', 'NLB-RT-29'],
  needs: ['host-commands'],
  expectsFaults: true, // that a server is killed
}, async ({ deploy, world, skip }) => {
  // Where targets can be containers it comes in an image, and dig is on every host; else both are this machine's.
  const inContainers = world.capabilities.has('containers');
  if (!inContainers) skipWithoutPrograms(skip);
  const from = inContainers ? { image: await buildNameServerImage() } : {};
  const nlb = await deploy({
    zones: 1,
    protocol: 'TCP_UDP',
    port: PORT,
    listenerPort: PORT,
    targets: ['first', 'second'].map((name) => ({ ...from, ...nameServer(name) })),
  });
  const client = (await runInstance(world, nlb)).host;

  expect(await answersOf(client, nlb, ['+notcp'])).toEqual(['first', 'second']);
  expect(await answersOf(client, nlb, ['+tcp'])).toEqual(['first', 'second']);

  // Its end is that of its TCP listener, too, which is what the health check sees.
  await killService(world, nlb.target('first'));
  await expect(nlb.target('first')).toBecome('unhealthy');
  expect(await answersOf(client, nlb, ['+notcp'])).toEqual(['second']);
  expect(await answersOf(client, nlb, ['+tcp'])).toEqual(['second']);
});

function skipWithoutPrograms(skip: (when: boolean, reason: string) => void): void {
  for (const [program, debianPackage] of Object.entries(PACKAGES)) {
    // Hosts have the folders of system programs in their path.
    const found = spawnSync('/bin/sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin; command -v ${program}`]);
    skip(found.status !== 0, `${program} is missing: ${debianPackage}`);
  }
}

/** A target that names itself in the text of `which.test`. */
function nameServer(name: string): TargetOptions {
  const server = [
    'dnsmasq',
    // Not as a daemon, and as whoever starts it.
    '--no-daemon',
    '--log-facility=-',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    '--bind-interfaces',
    '--listen-address=$ADDRESS',
    '--port=$UDP_PORT',
    `--txt-record=which.test,${name}`,
  ];
  return { name, command: ['/bin/sh', '-c', `exec ${server.join(' ')}`] };
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
