/**
 * For a test: a docker world with two targets in this process. Prints a line of JSON about how it started, and one
 * about how it ended where its network is lost; stays until it is killed or that is the case.
 */
import { createRandom } from '../core/random.ts';
import { deploy } from '../deployment/deploy.ts';
import type { HarnessError } from '../errors.ts';
import { UdpFlow } from '../traffic/udp-client.ts';
import type { DockerHostNetwork } from '../worlds/docker/docker-host-network.ts';
import { startDockerWorld } from './docker-world.ts';
import type { EmulatedWorld } from './emulated-world.ts';

const say = (facts: object) => console.log(JSON.stringify(facts));

function told(error: unknown): object {
  const { code, message } = error as HarnessError;
  return { code, message, ...(error instanceof AggregateError && { errors: error.errors.map(told) }) };
}

try {
  await live(await startDockerWorld());
} catch (error) {
  say(told(error));
}

async function live(world: EmulatedWorld): Promise<void> {
  const faults: string[] = [];
  const lost = new Promise<void>((resolve) =>
    world.onEvent(({ kind, subject, text }) => {
      if (kind !== 'fault') return;
      faults.push(text);
      if (subject === world.region) resolve();
    }),
  );
  const { network } = await world.emulator.region(world.region);
  const nlb = await deploy(world, { zones: 1, targets: 2 });
  const [address] = await nlb.nodeAddresses();
  const flow = new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    clock: world.clock,
    random: createRandom(1),
    destination: { address: address!, port: nlb.listenerPort },
  });
  const { from, servedBy, seenSource } = await flow.send();
  const host = await world.host(nlb.targets[0]!.instanceId!);
  const lookUp = await host.run!(['getent', 'hosts', nlb.dnsName]);
  await lookUp.ended;
  const { udp } = await (await nlb.target(servedBy).agent()).state();
  const withFile = await host.run!(['cat', 'package.json']).then(() => undefined, told);
  say({
    worldId: (network as DockerHostNetwork).worldId,
    node: address,
    from,
    local: flow.local,
    seenSource,
    received: udp.received,
    lookedUp: lookUp.output,
    withFile,
  });

  await lost;
  const later = await world.host(nlb.targets[1]!.instanceId!).then(() => undefined, told);
  const stop = await world.stop().then(() => undefined, told);
  say({ faults, later, stop });
}
