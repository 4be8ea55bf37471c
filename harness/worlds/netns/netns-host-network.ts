import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import { AddressMap, type AddressMapTable } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import { bindError } from '../loopback/bind-error.ts';
import { ClientAddresses } from '../loopback/client-addresses.ts';
import { BoundClientSocket } from '../loopback/client-socket.ts';
import { Residents } from '../residents.ts';
import type {
  Capability,
  ClientSocket,
  ClientSocketOptions,
  DnsSockets,
  HostNetwork,
  HostSpec,
  StartedHost,
} from '../world.ts';
import { DNS_ADDRESS } from './addresses.ts';
import { filterRules } from './filter-rules.ts';
import { type NetnsHost, startNetnsHost } from './netns-host.ts';
import { StartedHolder } from './started-holder.ts';

const DNS_PORT = 53;

/** Every endpoint stands for itself. */
const NOTHING_MAPPED: AddressMapTable = { networks: [], endpoints: [] };
const IDENTITY = new AddressMap(NOTHING_MAPPED);

export interface NetnsHostNetworkOptions {
  /** Reads the user data of instances; undefined for what cannot be run here. */
  readonly parseUserData: (text: string) => ParsedUserData | undefined;
}

/**
 * Starts the host network of the `netns` world: hosts are processes in network namespaces, at their real
 * addresses, and one more namespace is the VPC's router. Linux; as root and as a plain user alike.
 *
 * @throws HarnessError HARNESS_NAMESPACES_UNAVAILABLE
 */
export async function startNetnsHostNetwork(options: NetnsHostNetworkOptions): Promise<NetnsHostNetwork> {
  const holder = await StartedHolder.start();
  try {
    await holder.loadRules(filterRules([]));
    return new NetnsHostNetwork(holder, options);
  } catch (error) {
    await holder.stop();
    throw error;
  }
}

/** See {@link startNetnsHostNetwork}. */
export class NetnsHostNetwork implements HostNetwork {
  readonly capabilities: ReadonlySet<Capability> = new Set([
    'client-address',
    'client-port',
    'direct-traffic',
    'host-commands',
    'many-addresses',
  ]);
  readonly #holder: StartedHolder;
  readonly #parseUserData: NetnsHostNetworkOptions['parseUserData'];
  readonly #clientAddresses = new ClientAddresses();
  /** By address. */
  readonly #hosts = new Map<string, NetnsHost>();
  readonly #residents = new Residents();
  readonly #sockets = new Set<ClientSocket>();

  constructor(holder: StartedHolder, { parseUserData }: NetnsHostNetworkOptions) {
    this.#holder = holder;
    this.#parseUserData = parseUserData;
  }

  /** For files of this network; goes with it. */
  get directory(): string {
    return this.#holder.directory;
  }

  /** The command that runs another one, given as its last arguments, where the load-balancer nodes are. */
  get enterRouter(): readonly string[] {
    return this.#holder.enter();
  }

  /** All addresses are free here, whatever the networks of this machine. */
  async addNetwork(): Promise<void> {
    this.#residents.checkRunning();
  }

  addressMap(): AddressMapTable {
    return NOTHING_MAPPED;
  }

  mapEndpoint({ emulated }: { readonly emulated: Endpoint }): void {
    throw outsideServer(emulated);
  }

  reserve(_protocol: TransportProtocol, emulated: Endpoint): Promise<Endpoint> {
    return Promise.reject(outsideServer(emulated));
  }

  toActual(_protocol: TransportProtocol, endpoint: Endpoint): Endpoint {
    return endpoint;
  }

  startHost(spec: HostSpec): Promise<StartedHost> {
    return this.#residents.track(this.#startHost(spec));
  }

  async #startHost(spec: HostSpec): Promise<StartedHost> {
    this.#residents.checkRunning();
    const userData = spec.userData === undefined ? undefined : this.#parseUserData(spec.userData);
    const host: NetnsHost = await startNetnsHost(this.#holder, spec, userData, {
      abandoned: this.#residents.abandoned,
      onStopped: () => {
        if (this.#hosts.get(spec.address) === host) this.#hosts.delete(spec.address);
      },
    });
    this.#hosts.set(spec.address, host);
    return host;
  }

  openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    return this.#residents.track(this.#openClientSocket(options));
  }

  async #openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    this.#residents.checkRunning();
    const address = options.address ?? this.#clientAddresses.take();
    const leave = this.#clientAddresses.use(address);
    const at = { address, port: options.port ?? 0 };
    try {
      const bound = await this.#holder.openUdp(this.#hosts.get(address)?.spec.id, at);
      const socket = new BoundClientSocket(bound, {
        emulatedAddress: address,
        emulatedPort: at.port,
        actual: at,
        map: () => IDENTITY,
        onClosed: () => {
          leave();
          this.#sockets.delete(socket);
        },
      });
      this.#sockets.add(socket);
      return socket;
    } catch (error) {
      leave();
      const { code } = error as NodeJS.ErrnoException;
      if (error instanceof HarnessError) throw error;
      throw bindError(code, `Cannot open a client socket at ${formatEndpoint(at)}`, error);
    }
  }

  followNodes(addresses: readonly string[]): Promise<void> {
    return this.#holder.setNodeAddresses(addresses);
  }

  followSecurityGroups(interfaces: readonly InterfaceRules[]): Promise<void> {
    return this.#holder.loadRules(filterRules(interfaces));
  }

  async openDnsSockets(): Promise<DnsSockets> {
    const at = { address: DNS_ADDRESS, port: DNS_PORT };
    const udp = await this.#holder.openUdpServer(at);
    try {
      return { udp, tcp: await this.#holder.openTcpServer(at) };
    } catch (error) {
      udp.close();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#residents.dismiss(
      () => [
        ...[...this.#hosts.values()].map((host) => host.stop()),
        ...[...this.#sockets].map((socket) => socket.close()),
      ],
      () => this.#holder.stop(),
    );
  }
}

/** Sockets of this process are in this machine's network, and the private one has no way there. */
function outsideServer(emulated: Endpoint): HarnessError {
  return new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `Nothing outside of the netns world can be at ${formatEndpoint(emulated)}`,
    'Give the target a command, which is run inside, or use the loopback world',
  );
}
