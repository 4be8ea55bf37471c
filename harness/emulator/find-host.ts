import type { Instance } from '../core/ec2/state.ts';
import type { Region } from '../core/region.ts';
import { HarnessError } from '../errors.ts';

/** A host of a served world, as people name it. */
export interface ServedHost {
  readonly instanceId: string;
  /** Its tag `Name`. */
  readonly name: string | undefined;
  readonly privateIpAddress: string;
  readonly state: Instance['state'];
  readonly region: string;
}

/** The instances that have a host, in all these Regions. */
export function listHosts(regions: readonly Pick<Region, 'name' | 'ec2'>[]): ServedHost[] {
  return regions.flatMap(({ name: region, ec2 }) =>
    [...ec2.instances.values()]
      .filter(({ state }) => state === 'pending' || state === 'running')
      .map(({ instanceId, tags, privateIpAddress, state }) => ({
        instanceId,
        name: tags.get('Name'),
        privateIpAddress,
        state,
        region,
      })),
  );
}

/**
 * The one host that is called so: by instance id, by Name tag or by private address.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID where there is none or more than one, with those that there are
 */
export function chooseHost(hosts: readonly ServedHost[], called: string | undefined): ServedHost {
  if (hosts.length === 0) throw invalid('No instance is pending or running', 'Run one first');
  if (called === undefined) throw invalid('No host is named', `Name one of these:${describeHosts(hosts)}`);
  const found = hosts.filter(({ instanceId, name, privateIpAddress }) =>
    [instanceId, name, privateIpAddress].includes(called),
  );
  const [first] = found;
  if (!first) {
    throw invalid(
      `No pending or running instance has the id, Name tag or private address '${called}'`,
      `Use one of these:${describeHosts(hosts)}`,
    );
  }
  if (found.length > 1) {
    throw invalid(
      `There are ${found.length} hosts '${called}'`,
      `Name one by its id, or give its Region:${describeHosts(found)}`,
    );
  }
  return first;
}

/** One a line, in columns. */
function describeHosts(hosts: readonly ServedHost[]): string {
  const widest = Math.max(...hosts.map(({ name = '-' }) => name.length));
  return hosts
    .map(
      ({ instanceId, name = '-', privateIpAddress, region }) =>
        `\n  ${instanceId}  ${name.padEnd(widest)}  ${privateIpAddress.padEnd(15)}  ${region}`,
    )
    .join('');
}

function invalid(what: string, remedy: string): HarnessError {
  return new HarnessError('HARNESS_ARGUMENT_INVALID', what, remedy);
}
