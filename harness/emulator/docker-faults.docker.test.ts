import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { deploy } from '../deployment/deploy.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { UdpFlow } from '../traffic/udp-client.ts';
import type { DockerHostNetwork } from '../worlds/docker/docker-host-network.ts';
import { connectEngine } from '../worlds/docker/engine.ts';
import { startTcpProxy } from '../worlds/docker/tcp-proxy.fixture.ts';
import { thingsOf } from '../worlds/docker/things-of-world.fixture.ts';
import type { WorldEvent } from '../worlds/world.ts';
import { startDockerWorld } from './docker-world.ts';
import type { EmulatedWorld } from './emulated-world.ts';

async function worldIdOf(world: EmulatedWorld): Promise<string> {
  const { network } = await world.emulator.region(world.region);
  return (network as DockerHostNetwork).worldId;
}

async function kill(world: EmulatedWorld, name: string): Promise<void> {
  const { docker } = await connectEngine();
  await docker.getContainer(`nlb-harness-${await worldIdOf(world)}-${name}`).kill();
}

function nextFault(world: EmulatedWorld): Promise<WorldEvent> {
  return new Promise((resolve) => {
    world.onEvent((event) => {
      if (event.kind === 'fault') resolve(event);
    });
  });
}

async function openFlow(world: EmulatedWorld, nlb: Deployment): Promise<UdpFlow> {
  const [address] = await nlb.nodeAddresses();
  return new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    clock: world.clock,
    random: createRandom(1),
    destination: { address: address!, port: nlb.listenerPort },
  });
}

test('when the container of a target is killed its checks fail and its flows move', async () => {
  await using world = await startDockerWorld();
  await using nlb = await deploy(world, { zones: 1, targets: 2 });
  await using flow = await openFlow(world, nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);

  const fault = nextFault(world);
  await kill(world, served.instanceId!);
  const { text } = await fault;
  expect(text).toContain(`${served.instanceId} (${served.name}): the host's process has gone`);
  expect(text).toMatch(/The container of i-\w+ is gone: it was killed/);

  expect(await served.becomes('unhealthy', { withinMs: 60_000 })).toBe(true);
  expect((await flow.send()).servedBy).toBe(other!.name);
});

test.for(['router', 'internet'])(
  'a world whose %s is killed says so, and stops without leaving anything',
  async (name) => {
    const world = await startDockerWorld();
    await using stack = new AsyncDisposableStack();
    stack.use(world);
    const worldId = await worldIdOf(world);
    await deploy(world, { zones: 1, targets: 1 });
    await using socket = await world.openClientSocket({ address: undefined, port: undefined });

    const fault = nextFault(world);
    await kill(world, name);
    expect((await fault).text).toMatch(new RegExp(`The container of ${name} is gone: it was killed`));
    const lost = { code: 'HARNESS_CONTAINER_LOST' };
    await expect(world.explain(ANY_FLOW)).rejects.toMatchObject(lost);
    if (name === 'internet')
      await expect(
        socket.send(new Uint8Array(1), { address: '172.31.0.4', port: 8080 }),
      ).rejects.toMatchObject(lost);

    await world.stop();
    expect(await thingsOf(worldId)).toEqual([]);
    expect(world.events().filter(({ kind }) => kind === 'fault')).toHaveLength(1);
  },
);

const ANY_FLOW = {
  protocol: 'udp',
  source: { address: '203.0.113.1', port: 1_024 },
  destination: { address: '172.31.0.4', port: 8080 },
} as const;

test('a node that is killed in its router is told of as lost', async () => {
  await using world = await startDockerWorld();
  await deploy(world, { zones: 1, targets: 1 });
  const fault = nextFault(world);
  const { docker } = await connectEngine();
  const router = docker.getContainer(`nlb-harness-${await worldIdOf(world)}-router`);
  const execution = await router.exec({ Cmd: ['pkill', '-KILL', '-f', 'node/stdio'] });
  await execution.start({ Detach: true });
  expect((await fault).text).toContain('its process was ended by SIGKILL');
  await expect(world.snapshot()).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
});

test('a world whose LocalStack goes says so, and stops without leaving anything', async () => {
  const { hostname, port } = new URL(process.env.NLB_LOCALSTACK_ENDPOINT!);
  using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  const endpoint = `http://${proxy.address}`;
  const world = await startDockerWorld({ localStack: { endpoint } });
  await using stack = new AsyncDisposableStack();
  stack.use(world);
  const worldId = await worldIdOf(world);
  await using nlb = await deploy(world, { zones: 1, targets: 1 });

  await using flow = await openFlow(world, nlb);

  proxy.cut();
  const fault = nextFault(world);
  const launch = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const cause = `LocalStack at ${endpoint} does not answer: connect ECONNREFUSED`;
  await expect(nlb.aws.ec2.send(launch)).rejects.toThrow(cause);
  expect((await fault).text).toContain(cause);
  // What was there goes on.
  expect((await flow.send()).servedBy).toBe('target-a');

  await world.stop();
  expect(await thingsOf(worldId)).toEqual([]);
});
