import { getContainerRuntimeClient } from 'testcontainers';
import type { DeployedTarget, StartedWorld } from '../../harness/index.ts';

/** Kills the service of a target, where it stands: the container of its image, or the process that listens. */
export async function killService(world: StartedWorld, target: DeployedTarget): Promise<void> {
  if (world.capabilities.has('containers')) await killContainer(target.instanceId!);
  else await killListener(world, target);
}

/** A container of a user's image shares the network of the one that is the instance. */
async function killContainer(instanceId: string): Promise<void> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const [instance] = await dockerode.listContainers({ filters: { name: [instanceId] } });
  const all = await dockerode.listContainers();
  const service = all.find(({ HostConfig }) => HostConfig.NetworkMode === `container:${instance?.Id}`);
  await dockerode.getContainer(service!.Id).kill();
}

/** By its socket: of the sockets of this machine, a host sees its own only. */
async function killListener(world: StartedWorld, { instanceId, port }: DeployedTarget): Promise<void> {
  const host = await world.host(instanceId!);
  const listing = await host.run!(['ss', '-Hlntp', `sport = :${port}`]);
  await listing.ended;
  const [, pid] = /\bpid=(\d+)/.exec(listing.output) ?? [];
  if (pid === undefined)
    throw new Error(`Nobody listens at port ${port} of ${instanceId}: ${listing.output}`);
  process.kill(Number(pid), 'SIGKILL');
}
