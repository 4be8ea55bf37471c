import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { WaitStrategy } from 'testcontainers';
import type { Endpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import type { Container } from './container.ts';

type BoundPorts = Parameters<WaitStrategy['waitUntilReady']>[1];

const LOOPBACK = '127.0.0.1';

/** An address of the engine's host, and whether it is one of IPv4 (4) or IPv6 (6). */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/**
 * Where a container's UDP port is reached from this machine, wherever the engine runs. An engine may map a port
 * twice, to one port of its host for IPv4 and to another for IPv6: then the address has to go with the port that was
 * chosen. A container in the host's own network maps nothing, and is at the host; by IPv4, which nearly every service
 * speaks there, and by loopback where that host is this machine: what a machine sends from the address of Docker's
 * bridge to itself Docker gives another source, and then an answer comes from elsewhere than was asked.
 *
 * @param ownAddresses those of this machine
 * @throws HarnessError HARNESS_ARGUMENT_INVALID when the port is not exposed
 */
export async function mappedEndpoint(
  container: Container,
  containerPort: number,
  boundPorts: BoundPorts,
  hostAddresses: readonly [HostAddress, ...HostAddress[]],
  ownAddresses: readonly string[] = addressesOfThisMachine(),
): Promise<Endpoint> {
  const name = `${containerPort}/udp`;
  const { HostConfig, NetworkSettings } = await container.inspect();
  const addressOf = (families: readonly number[]) =>
    (hostAddresses.find(({ family }) => families.includes(family)) ?? hostAddresses[0]).address;
  if (HostConfig.NetworkMode === 'host') {
    const address = addressOf([4]);
    return { address: ownAddresses.includes(address) ? LOOPBACK : address, port: containerPort };
  }
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

function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
}
