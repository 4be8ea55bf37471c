import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import type { SocketOpener } from '../identity-clients.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { type HostKeeping, type ParseUserData, PrivateHostNetwork } from '../private-host-network.ts';
import type { RunningProgram } from '../running-program.ts';
import type { Capability, DnsSockets, HostNetwork, HostSpec } from '../world.ts';
import { DNS_ADDRESS } from './addresses.ts';
import { filterRules } from './filter-rules.ts';
import { type NetnsHost, startNetnsHost } from './netns-host.ts';
import { partEnvironment } from './program-environment.ts';
import { StartedHolder } from './started-holder.ts';

const DNS_PORT = 53;

export interface NetnsHostNetworkOptions {
  readonly parseUserData: ParseUserData;
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
export class NetnsHostNetwork extends PrivateHostNetwork<NetnsHost> implements HostNetwork {
  readonly capabilities: ReadonlySet<Capability> = new Set([
    'client-address',
    'client-port',
    'direct-traffic',
    'host-commands',
    'many-addresses',
  ]);
  readonly #holder: StartedHolder;

  constructor(holder: StartedHolder, { parseUserData }: NetnsHostNetworkOptions) {
    super(parseUserData);
    this.#holder = holder;
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

  protected override bringUp(
    spec: HostSpec,
    userData: ParsedUserData | undefined,
    keeping: HostKeeping,
  ): Promise<NetnsHost> {
    return startNetnsHost(this.#holder, spec, userData, keeping);
  }

  protected override openerAt(host: NetnsHost | undefined): SocketOpener {
    const name = host?.spec.id;
    return {
      openUdp: (at) => this.#holder.openUdp(name, at),
      openConnection: async (at, to, patienceMs) => {
        const stream = await this.#holder.openConnection(name, at, to, patienceMs);
        return { stream, local: { address: at.address, port: stream.localPort! } };
      },
    };
  }

  /** Sockets of this process are in this machine's network, and the private one has no way there. */
  protected override refuseOutsider(emulated: Endpoint): HarnessError {
    return new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `Nothing outside of the netns world can be at ${formatEndpoint(emulated)}`,
      'Give the target a command, which is run inside, or use the loopback world',
    );
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
    return this.leave(() => this.#holder.stop());
  }
}
