import { isIP } from 'node:net';
import type { WaitStrategy } from 'testcontainers';
import type { Endpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import type { Container } from './container.ts';

type BoundPorts = Parameters<WaitStrategy['waitUntilReady']>[1];

/** An address of the engine's host, and whether it is one of IPv4 (4) or IPv6 (6). */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/**
 * Where a container's UDP port is reached from this machine, wherever the engine runs. An engine may map a port
 * twice, to one port of its host for IPv4 and to another for IPv6: then the address has to go with the port that was
 * chosen. A container in the host's own network maps nothing, and is at the host; by IPv4, which nearly every service
 * speaks there.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID when the port is not exposed
 */
export async function mappedEndpoint(
  container: Container,
  containerPort: number,
  boundPorts: BoundPorts,
  hostAddresses: readonly [HostAddress, ...HostAddress[]],
): Promise<Endpoint> {
  const name = `${containerPort}/udp`;
  const { HostConfig, NetworkSettings } = await container.inspect();
  const addressOf = (families: readonly number[]) =>
    (hostAddresses.find(({ family }) => families.includes(family)) ?? hostAddresses[0]).address;
  if (HostConfig.NetworkMode === 'host') return { address: addressOf([4]), port: containerPort };
  const port = new Map(boundPorts.iterator()).get(name);
  if (port === undefined)
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The container does not expose the port ${name}`,
      `Expose it: withExposedPorts('${name}')`,
    );
  const families = (NetworkSettings.Ports[name] ?? [])
    .filter(({ HostPort }) => Number(HostPort) === port)
    .map(({ HostIp }) => isIP(HostIp));
  // Where it is bound to no address in particular, any family will do.
  return { address: addressOf(families), port };
}
