import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import type { AddressMapTable } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import { IdentityClients, NOTHING_MAPPED } from '../identity-clients.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { Residents } from '../residents.ts';
import type { RunningProgram } from '../running-program.ts';
import type {
  Capability,
  ClientConnection,
  ClientConnectionOptions,
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
import { partEnvironment } from './program-environment.ts';
import { StartedHolder } from './started-holder.ts';

const DNS_PORT = 53;

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
  readonly #clients = new IdentityClients({
    openUdp: (at) => this.#holder.openUdp(this.#hostAt(at.address), at),
    openConnection: async (at, to, patienceMs) => {
      const stream = await this.#holder.openConnection(this.#hostAt(at.address), at, to, patienceMs);
      return { stream, local: { address: at.address, port: stream.localPort! } };
    },
  });
  /** By address. */
  readonly #hosts = new Map<string, NetnsHost>();
  readonly #residents = new Residents();

  constructor(holder: StartedHolder, { parseUserData }: NetnsHostNetworkOptions) {
    this.#holder = holder;
    this.#parseUserData = parseUserData;
  }

  /** For files of this network; goes with it. */
  get directory(): string {
    return this.#holder.directory;
  }

  startInRouter(file: string): Promise<RunningProgram> {
    return startLocalProgram({
      command: [...this.#holder.enter(), process.execPath, file],
      environment: partEnvironment(),
      endsWithInput: true,
    });
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

  async openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    this.#residents.checkRunning();
    return this.#residents.track(this.#clients.openSocket(options));
  }

  async openClientConnection(options: ClientConnectionOptions, to: Endpoint): Promise<ClientConnection> {
    this.#residents.checkRunning();
    return this.#residents.track(this.#clients.openConnection(options, to));
  }

  /** The host that has the address, by its name; undefined for the Internet. */
  #hostAt(address: string): string | undefined {
    return this.#hosts.get(address)?.spec.id;
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
      () => [...[...this.#hosts.values()].map((host) => host.stop()), ...this.#clients.close()],
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
