import { HarnessError } from '../errors.ts';
import type { HostEntrance } from '../worlds/world.ts';
import type { StartedEmulator } from './emulator.ts';
import { chooseHost, listHosts, type ServedHost } from './find-host.ts';

/** A host, and the way in for a process outside of the harness. */
export interface EnterableHost extends ServedHost {
  readonly entrance: HostEntrance;
}

/** Which host is meant, and where it is looked for: in all Regions where none is named. */
export interface HostQuestion {
  readonly host: string | undefined;
  readonly region: string | undefined;
}

/** The hosts that run, or are about to. */
export function servedHosts(emulator: StartedEmulator, region: string | undefined): ServedHost[] {
  return listHosts(
    emulator
      .regions()
      .map((runtime) => runtime.region)
      .filter(({ name }) => region === undefined || name === region),
  );
}

/**
 * The way into a host; one that is still starting is waited for.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID for a host that is not there or has no way in
 */
export async function enterHost(
  emulator: StartedEmulator,
  { host: called, region }: HostQuestion,
): Promise<EnterableHost> {
  const host = chooseHost(servedHosts(emulator, region), called);
  const runtime = await emulator.region(host.region);
  const { entrance } = await runtime.host(host.instanceId);
  if (entrance) return { ...host, entrance };
  const { address } = runtime.network.toActual('tcp', { address: host.privateIpAddress, port: 0 });
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `In this world ${host.instanceId} has no network of its own to run a command in: its processes are at ${address} on this machine`,
    `Run the command here, on this machine, or serve the netns or the docker world (--world)`,
  );
}
