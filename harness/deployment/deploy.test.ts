import { DescribeSecurityGroupsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { type DeployOptions, deploy, startLoopbackWorld, type TargetOptions } from '../index.ts';

test('a target whose process ends makes deploy fail at once, with what it said', async () => {
  await using world = await startLoopbackWorld();
  const startedAt = world.clock.now();
  const failure = await deploy(world, {
    targets: [{ command: ['sh', '-c', 'echo oops; exit 3'] }, {}],
  }).catch((error: Error) => error);
  expect(failure).toMatchObject({
    code: 'HARNESS_HOST_EXITED',
    message: expect.stringMatching(
      /^The process of target-a \(i-[0-9a-f]+\) ended with status 3\n {4}oops\nSo target-a cannot become healthy\. /,
    ),
  });
  expect(world.clock.now() - startedAt).toBeLessThan(300_000);
  expect(world.events().filter(({ kind }) => kind === 'fault')).toMatchObject([
    {
      text: expect.stringMatching(
        /^instance i-[0-9a-f]+ \(target-a\): the host's process ended with status 3\n {4}oops$/,
      ),
    },
  ]);
});

describe('the load balancer admits everybody to what it listens for, and to nothing else', () => {
  test.each<[DeployOptions, string[]]>([
    [{}, ['udp']],
    [{ protocol: 'TCP_UDP' }, ['tcp', 'udp']],
    [{ protocol: 'TCP_UDP', listenerProtocol: 'TCP_UDP' }, ['tcp', 'udp']],
  ])('%o', async (options, protocols) => {
    await using world = await startLoopbackWorld();
    await using nlb = await deploy(world, { ...options, targets: 0 });
    const { SecurityGroups } = await nlb.aws.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [nlb.loadBalancerSecurityGroupId!] }),
    );
    const permissions = SecurityGroups![0]!.IpPermissions!;
    expect(permissions.map(({ IpProtocol }) => IpProtocol).sort()).toEqual(protocols);
    expect(permissions.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual(
      protocols.map(() => [8080, 8080]),
    );
  });
});

describe('a container image in a world that runs none is refused before anything is made', () => {
  test.each<[string, TargetOptions]>([
    ['as the service', { image: 'dns:1' }],
    ['as a sidecar', { sidecars: [{ command: ['true'] }, { image: 'dns:1' }] }],
  ])('%s', async (_where, target) => {
    await using world = await startLoopbackWorld();
    await expect(deploy(world, { targets: [{}, target] })).rejects.toMatchObject({
      code: 'HARNESS_CAPABILITY_MISSING',
      message:
        "The target 'target-b' is to run the container image 'dns:1', and the loopback world runs no containers. Use the docker world, or skip the scenario elsewhere: needs: ['containers']. [HARNESS_CAPABILITY_MISSING]",
    });
    expect(world.events().filter(({ kind }) => kind === 'api-call')).toEqual([]);
  });
});

test('nobody hears a target that is no instance', async () => {
  await using world = await startLoopbackWorld();
  const endpoint = { address: '127.0.0.1', port: 9 };
  const targets = [{ existing: { udp: endpoint, health: endpoint } }];
  await using nlb = await deploy(world, { targets, waitForHealthy: false });
  await expect(nlb.targets[0]!.said('ready')).rejects.toMatchObject({ code: 'HARNESS_ARGUMENT_INVALID' });
});

test('deploy in a world that has been stopped says so', async () => {
  const world = await startLoopbackWorld();
  await world.stop();
  await expect(deploy(world)).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});

test('deploy refuses names that are given twice, also by default', async () => {
  await using world = await startLoopbackWorld();
  await expect(deploy(world, { targets: [{ name: 'target-b' }, {}] })).rejects.toThrow(
    "Two targets have the name 'target-b'",
  );
});

describe('a client with a source that no datagram can have is refused', () => {
  test.each([
    [
      { address: undefined, port: 99_999 },
      'The source port of a client is 99999. Give a whole number from 0 to 65535',
    ],
    [{ address: undefined, port: -1 }, 'The source port of a client is -1.'],
    [{ address: undefined, port: 1.5 }, 'The source port of a client is 1.5.'],
    [
      { address: 'banana', port: undefined },
      "The source address of a client is 'banana'. Give an IPv4 address",
    ],
  ])('%o', async (source, message) => {
    await using world = await startLoopbackWorld();
    await expect(world.openClientSocket(source)).rejects.toThrow(message);
  });
});
