import type { AddressMapTable, MappedEndpoint } from '../../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import { OpenedClientConnection } from '../client-connection.ts';
import { Residents } from '../residents.ts';
import {
  type Capability,
  type ClientConnection,
  type ClientConnectionOptions,
  type ClientSocket,
  type ClientSocketOptions,
  CONNECT_TIMEOUT_MS,
  type HostNetwork,
  type HostSpec,
  type StartedHost,
} from '../world.ts';
import { ClientAddresses, INTERNET_CIDR_BLOCK } from './client-addresses.ts';
import { openClientConnection } from './client-connection.ts';
import { bindClientSocket } from './client-socket.ts';
import { freePort, tryBind } from './free-port.ts';
import { type LoopbackHost, startLoopbackHost } from './loopback-host.ts';
import { Placement } from './placement.ts';

/** The one address that every machine has. */
const ONLY_ADDRESS = '127.0.0.1';

export interface LoopbackHostNetworkOptions {
  /**
   * `many`: every emulated address is one of 127/8. `single`: all are 127.0.0.1, on ports that are free.
   * `detect` (default): what this machine has.
   */
  readonly addresses?: 'many' | 'single' | 'detect';
  /** Reads the user data of instances; undefined for what cannot be run here. */
  readonly parseUserData: (text: string) => ParsedUserData | undefined;
}

/**
 * Starts the host network of the `loopback` world: hosts are child processes, and each network is a /16 block of
 * 127/8 that no other harness on this machine uses. Blocks are claimed with the first use, that of the Internet's
 * clients too: a network that nothing lives in costs nothing. Whatever needs one throws HARNESS_NO_FREE_ADDRESS when
 * there is none left.
 */
export async function startLoopbackHostNetwork(options: LoopbackHostNetworkOptions): Promise<HostNetwork> {
  const { addresses = 'detect', parseUserData } = options;
  const manyAddresses = addresses === 'detect' ? await hasManyAddresses() : addresses === 'many';
  return new LoopbackHostNetwork(manyAddresses, parseUserData);
}

/** Linux and Windows have all of 127/8; macOS has 127.0.0.1 unless somebody added more. */
async function hasManyAddresses(): Promise<boolean> {
  return 'port' in (await tryBind('udp', { address: '127.64.255.253', port: 0 }));
}

class LoopbackHostNetwork implements HostNetwork {
  readonly capabilities: ReadonlySet<Capability>;
  readonly #manyAddresses: boolean;
  readonly #parseUserData: LoopbackHostNetworkOptions['parseUserData'];
  readonly #placement: Placement;
  readonly #clientAddresses = new ClientAddresses();
  readonly #hosts = new Set<LoopbackHost>();
  readonly #residents = new Residents();
  readonly #sockets = new Set<ClientSocket>();
  readonly #connections = new Set<ClientConnection>();

  constructor(manyAddresses: boolean, parseUserData: LoopbackHostNetworkOptions['parseUserData']) {
    this.#manyAddresses = manyAddresses;
    this.#parseUserData = parseUserData;
    this.#placement = new Placement(manyAddresses);
    this.capabilities = new Set([
      'one-address',
      'outside-servers',
      ...(manyAddresses ? (['client-address', 'many-addresses'] as const) : []),
    ]);
  }

  async addNetwork(cidrBlock: string): Promise<void> {
    this.#residents.checkRunning();
    await this.#claimInternet();
    this.#residents.checkRunning();
    await this.#placement.addNetwork(cidrBlock);
  }

  addressMap(): AddressMapTable {
    return this.#placement.table();
  }

  mapEndpoint(mapped: MappedEndpoint): void {
    this.#placement.enter(mapped);
  }

  toActual(protocol: TransportProtocol, endpoint: Endpoint): Endpoint {
    return this.#placement.map().toActual(protocol, endpoint);
  }

  async reserve(protocol: TransportProtocol, emulated: Endpoint): Promise<Endpoint> {
    this.#residents.checkRunning();
    await this.#claimInternet();
    this.#checkHeld(emulated.address);
    const known = this.#placement.entered(protocol, emulated);
    if (known) return known;
    const address = this.#actualAddress(emulated.address);
    const port = await this.#portFor(protocol, address, emulated.port);
    if (port !== 0) return { address, port };
    const actual = { address, port: await freePort(protocol, address) };
    this.#placement.enter({ protocol, emulated, actual });
    return actual;
  }

  startHost(spec: HostSpec): Promise<StartedHost> {
    return this.#residents.track(this.#startHost(spec));
  }

  async #startHost(spec: HostSpec): Promise<StartedHost> {
    this.#residents.checkRunning();
    this.#checkHeld(spec.address);
    const address = this.#actualAddress(spec.address);
    const moved: MappedEndpoint[] = [];
    const forget = () => {
      for (const mapped of moved) this.#placement.remove(mapped);
    };
    const userData = spec.userData === undefined ? undefined : this.#parseUserData(spec.userData);
    const place = {
      spec,
      address,
      portFor: (protocol: TransportProtocol, port: number) => this.#portFor(protocol, address, port),
      moved: (mapped: MappedEndpoint) => {
        if (this.#manyAddresses && mapped.actual.port === mapped.emulated.port) return;
        moved.push(mapped);
        this.#placement.enter(mapped);
      },
      abandoned: this.#residents.abandoned,
      onStopped: () => {
        forget();
        this.#hosts.delete(host);
      },
    };
    const host: LoopbackHost = await startLoopbackHost(place, userData).catch((error: unknown) => {
      forget();
      throw error;
    });
    this.#hosts.add(host);
    return host;
  }

  openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    return this.#residents.track(this.#openClientSocket(options));
  }

  async #openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    this.#residents.checkRunning();
    await this.#claimInternet();
    const emulatedAddress = options.address ?? this.#clientAddresses.take();
    const leave = this.#clientAddresses.use(emulatedAddress);
    let mapped: MappedEndpoint | undefined;
    try {
      if (!this.#placement.holds(emulatedAddress)) await this.#placement.addNetwork(`${emulatedAddress}/32`);
      const socket = await bindClientSocket({
        emulatedAddress,
        emulatedPort: options.port ?? 0,
        actual: {
          address: this.#actualAddress(emulatedAddress),
          port: this.#manyAddresses ? (options.port ?? 0) : 0,
        },
        map: () => this.#placement.map(),
        onClosed: () => {
          leave();
          if (mapped) this.#placement.remove(mapped);
          this.#sockets.delete(socket);
        },
      });
      this.#sockets.add(socket);
      if (!this.#manyAddresses) {
        mapped = { protocol: 'udp', emulated: socket.local, actual: socket.actual };
        this.#placement.enter(mapped);
      }
      return socket;
    } catch (error) {
      leave();
      throw error;
    }
  }

  openClientConnection(
    options: ClientConnectionOptions,
    to: Endpoint,
    bound: () => Promise<void>,
  ): Promise<ClientConnection> {
    return this.#residents.track(this.#openClientConnection(options, to, bound));
  }

  async #openClientConnection(
    { address, port = 0, connectTimeoutMs = CONNECT_TIMEOUT_MS }: ClientConnectionOptions,
    to: Endpoint,
    bound: () => Promise<void>,
  ): Promise<ClientConnection> {
    this.#residents.checkRunning();
    await this.#claimInternet();
    const emulatedAddress = address ?? this.#clientAddresses.take();
    const leave = this.#clientAddresses.use(emulatedAddress);
    let mapped: MappedEndpoint | undefined;
    const forget = () => {
      leave();
      if (mapped) this.#placement.remove(mapped);
    };
    try {
      if (!this.#placement.holds(emulatedAddress)) await this.#placement.addNetwork(`${emulatedAddress}/32`);
      const actual = { address: this.#actualAddress(emulatedAddress), port };
      if (!this.#manyAddresses) {
        actual.port = await freePort('tcp', actual.address);
        const emulated = { address: emulatedAddress, port: port || actual.port };
        mapped = { protocol: 'tcp', emulated, actual };
        this.#placement.enter(mapped);
      }
      await bound();
      let opened: ClientConnection | undefined;
      opened = await openClientConnection(actual, this.toActual('tcp', to), {
        local: mapped?.emulated ?? { address: emulatedAddress, port },
        remote: to,
        connectTimeoutMs,
        toEmulated: (seen) => this.#placement.map().toEmulated('tcp', seen),
        onClosed: () => {
          forget();
          if (opened) this.#connections.delete(opened);
        },
      });
      if (opened instanceof OpenedClientConnection) this.#connections.add(opened);
      return opened;
    } catch (error) {
      forget();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#residents.dismiss(
      () => [
        ...[...this.#hosts].map((host) => host.stop()),
        ...[...this.#sockets].map((socket) => socket.close()),
        ...[...this.#connections].map((connection) => connection.close()),
      ],
      () => this.#placement.release(),
    );
  }

  /** With whatever else is placed first, so that nothing leaves this machine for who has these addresses outside. */
  #claimInternet(): Promise<void> {
    return this.#placement.addNetwork(INTERNET_CIDR_BLOCK);
  }

  #actualAddress(address: string): string {
    return this.#manyAddresses ? this.#placement.map().addressToActual(address) : ONLY_ADDRESS;
  }

  /** The emulated port itself where it can be had; 0, for any, with one address or without the privilege. */
  async #portFor(protocol: TransportProtocol, address: string, port: number): Promise<number> {
    if (!this.#manyAddresses) return 0;
    if (port >= 1024) return port;
    const attempt = await tryBind(protocol, { address, port });
    return 'code' in attempt && attempt.code === 'EACCES' ? 0 : port;
  }

  #checkHeld(address: string): void {
    if (!this.#placement.holds(address))
      throw new HarnessError(
        'HARNESS_ADDRESS_UNAVAILABLE',
        `No network of this world holds ${address}`,
        'Add the network first, or use an address of a subnet that exists',
      );
  }
}
