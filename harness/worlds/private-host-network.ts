import type { Endpoint } from '../core/network/endpoint.ts';
import type { ParsedUserData } from '../targets/agent-config.ts';
import { IdentityClients, type SocketOpener } from './identity-clients.ts';
import { IdentityNetwork } from './identity-network.ts';
import type {
  ClientConnection,
  ClientConnectionOptions,
  ClientSocket,
  ClientSocketOptions,
  HostSpec,
  StartedHost,
} from './world.ts';

/** Reads the user data of instances; undefined for what cannot be run here. */
export type ParseUserData = (text: string) => ParsedUserData | undefined;

/** What the network that a host belongs to has to say and to hear. */
export interface HostKeeping {
  /** Resolves when nobody wants the host any more, so that its start need not be waited for. */
  readonly abandoned: Promise<void>;
  readonly onStopped: () => void;
}

/** A network of its own, apart from this machine's: its hosts, which it starts, and its clients. */
export abstract class PrivateHostNetwork<Host extends StartedHost> extends IdentityNetwork {
  readonly #parseUserData: ParseUserData;
  readonly #clients: IdentityClients;
  /** By address. */
  readonly #hosts = new Map<string, Host>();

  constructor(parseUserData: ParseUserData) {
    super();
    this.#parseUserData = parseUserData;
    this.#clients = new IdentityClients({
      openUdp: (at) => this.openerAt(this.#hosts.get(at.address)).openUdp(at),
      openConnection: (at, to, patienceMs) =>
        this.openerAt(this.#hosts.get(at.address)).openConnection(at, to, patienceMs),
    });
  }

  protected abstract bringUp(
    spec: HostSpec,
    userData: ParsedUserData | undefined,
    keeping: HostKeeping,
  ): Promise<Host>;

  /** What opens the sockets of clients on a host, or in the Internet where there is none. */
  protected abstract openerAt(host: Host | undefined): SocketOpener;

  startHost(spec: HostSpec): Promise<StartedHost> {
    return this.residents.track(this.#startHost(spec));
  }

  async #startHost(spec: HostSpec): Promise<StartedHost> {
    this.residents.checkRunning();
    const userData = spec.userData === undefined ? undefined : this.#parseUserData(spec.userData);
    const host: Host = await this.bringUp(spec, userData, {
      abandoned: this.residents.abandoned,
      onStopped: () => {
        if (this.#hosts.get(spec.address) === host) this.#hosts.delete(spec.address);
      },
    });
    this.#hosts.set(spec.address, host);
    return host;
  }

  async openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    this.residents.checkRunning();
    return this.residents.track(this.#clients.openSocket(options));
  }

  async openClientConnection(options: ClientConnectionOptions, to: Endpoint): Promise<ClientConnection> {
    this.residents.checkRunning();
    return this.residents.track(this.#clients.openConnection(options, to));
  }

  /** Has everything leave that lives here, and then releases the ground they stood on. */
  protected leave(release: () => Promise<void>): Promise<void> {
    return this.residents.dismiss(
      () => [...[...this.#hosts.values()].map((host) => host.stop()), ...this.#clients.close()],
      release,
    );
  }
}
