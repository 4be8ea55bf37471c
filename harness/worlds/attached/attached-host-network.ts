import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import { IdentityNetwork } from '../identity-network.ts';
import { bindError } from '../loopback/bind-error.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { DNS_ADDRESS } from '../netns/addresses.ts';
import { filterRules } from '../netns/filter-rules.ts';
import { partEnvironment } from '../netns/program-environment.ts';
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
import { AttachedHost } from './attached-host.ts';
import { AttachedRouter } from './attached-router.ts';

const DNS = { address: DNS_ADDRESS, port: 53 };

/**
 * Starts the host network of the `attached` world: the hosts are there already, in a network that this machine is
 * on, and send all they have through it. Linux; needs the right to configure networks.
 *
 * @throws HarnessError HARNESS_ATTACH_FAILED
 */
export function startAttachedHostNetwork(cidrBlock: string): HostNetwork {
  return new AttachedHostNetwork(AttachedRouter.attach(cidrBlock));
}

class AttachedHostNetwork extends IdentityNetwork implements HostNetwork {
  readonly capabilities: ReadonlySet<Capability> = new Set([
    'client-address',
    'client-port',
    'direct-traffic',
    'many-addresses',
  ]);
  readonly #router: AttachedRouter;

  constructor(router: AttachedRouter) {
    super();
    this.#router = router;
  }

  /** The router is this machine. */
  startInRouter(file: string): Promise<RunningProgram> {
    return startLocalProgram({
      command: [process.execPath, file],
      environment: partEnvironment(),
      endsWithInput: true,
    });
  }

  protected override refuseOutsider(emulated: Endpoint): HarnessError {
    return notHere(`put anything at ${formatEndpoint(emulated)}`);
  }

  startHost(spec: HostSpec): Promise<StartedHost> {
    this.residents.checkRunning();
    return this.residents.track(AttachedHost.find(spec, this.residents.abandoned));
  }

  openClientSocket({ address = 'any address' }: ClientSocketOptions): Promise<ClientSocket> {
    return Promise.reject(notHere(`be a client at ${address}`));
  }

  openClientConnection({ address = 'any address' }: ClientConnectionOptions): Promise<ClientConnection> {
    return Promise.reject(notHere(`be a client at ${address}`));
  }

  async followNodes(addresses: readonly string[]): Promise<void> {
    this.#router.setNodeAddresses(addresses);
  }

  async followSecurityGroups(interfaces: readonly InterfaceRules[]): Promise<void> {
    this.#router.loadRules(filterRules(interfaces));
  }

  async openDnsSockets(): Promise<DnsSockets> {
    const udp = await bindUdp();
    try {
      return { udp, tcp: await listen() };
    } catch (error) {
      udp.close();
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.residents.dismiss(
      () => [],
      async () => this.#router[Symbol.dispose](),
    );
  }
}

function bindUdp(): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', (error) => reject(dnsError(error)));
    socket.bind({ ...DNS, exclusive: true }, () => resolve(socket));
  });
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', (error) => reject(dnsError(error)));
    server.listen({ host: DNS.address, port: DNS.port, exclusive: true }, () => resolve(server));
  });
}

function dnsError(error: NodeJS.ErrnoException): HarnessError {
  return bindError(error.code, `The DNS server of the VPC cannot listen at ${formatEndpoint(DNS)}`, error);
}

function notHere(what: string): HarnessError {
  return new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The process that serves an attached network cannot ${what}`,
    'Run the program on a host of that network',
  );
}
