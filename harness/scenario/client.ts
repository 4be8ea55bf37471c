import {
  type ClientSocket,
  createRandom,
  type Deployment,
  FlowSet,
  HarnessError,
  type Random,
  type StartedWorld,
  TcpConnection,
  UdpFlow,
} from '../index.ts';

/** Where a flow goes and where it comes from. */
export interface FlowOptions {
  /** Listener port; default that of the deployment. */
  readonly port?: number;
  /** Index of the zone whose node is addressed; default: the addresses that DNS gives, in turn. */
  readonly zone?: number;
  /** Emulated source address; default a new one of the Internet, 203.0.113.0/24. */
  readonly sourceAddress?: string;
  readonly sourcePort?: number;
}

/** Where a connection goes and where it comes from. */
export interface ConnectOptions extends FlowOptions {
  /** Real milliseconds after which an attempt without answer counts as timed out; default 1000. */
  readonly connectTimeoutMs?: number;
}

/** Clients of a scenario: opens flows to a deployment, and closes them when the scenario ends. */
export class ScenarioClient implements AsyncDisposable {
  readonly #world: StartedWorld;
  readonly #random: Random;
  readonly #onDatagram: () => void;
  readonly #open = new AsyncDisposableStack();
  #turn = 0;

  constructor(world: StartedWorld, onDatagram: () => void) {
    this.#world = world;
    this.#random = createRandom(world.seed);
    this.#onDatagram = onDatagram;
  }

  /** One client socket that sends to one node: one flow, as long as it is not idle for 120 s. */
  async openFlow(deployment: Deployment, options: FlowOptions = {}): Promise<UdpFlow> {
    const address = await this.#chooseAddress(deployment, options.zone);
    const socket = await this.#world.openClientSocket({
      address: options.sourceAddress,
      port: options.sourcePort,
      region: deployment.region,
    });
    return this.#open.use(
      new UdpFlow({
        socket: countSends(socket, this.#onDatagram),
        clock: this.#world.clock,
        random: this.#random,
        destination: { address, port: options.port ?? deployment.listenerPort },
      }),
    );
  }

  /** Many flows, each from a socket of its own. */
  async openFlows(deployment: Deployment, count: number, options: FlowOptions = {}): Promise<FlowSet> {
    const flows: UdpFlow[] = [];
    for (let opened = 0; opened < count; opened++) flows.push(await this.openFlow(deployment, options));
    return new FlowSet(flows);
  }

  /** A TCP connection to one node. That nobody accepts it is no error: its outcome tells. */
  async connect(deployment: Deployment, options: ConnectOptions = {}): Promise<TcpConnection> {
    const address = await this.#chooseAddress(deployment, options.zone);
    this.#onDatagram();
    const connection = await this.#world.openClientConnection(
      {
        address: options.sourceAddress,
        port: options.sourcePort,
        connectTimeoutMs: options.connectTimeoutMs,
        region: deployment.region,
      },
      { address, port: options.port ?? deployment.listenerPort },
    );
    return this.#open.use(new TcpConnection({ connection, clock: this.#world.clock }));
  }

  /** Many connections, one after the other. */
  async connectMany(
    deployment: Deployment,
    count: number,
    options: ConnectOptions = {},
  ): Promise<TcpConnection[]> {
    const connections: TcpConnection[] = [];
    for (let opened = 0; opened < count; opened++) connections.push(await this.connect(deployment, options));
    return connections;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }

  async #chooseAddress(deployment: Deployment, zone: number | undefined): Promise<string> {
    if (zone !== undefined) {
      const address = (await deployment.nodeAddresses())[zone];
      if (address) return address;
      throw new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `The load balancer '${deployment.name}' has no node in zone ${zone}`,
        'Choose the index of an enabled zone',
      );
    }
    const addresses = await this.#world.resolve(deployment.dnsName);
    const address = addresses[this.#turn++ % addresses.length];
    if (address) return address;
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The name ${deployment.dnsName} does not resolve`,
      'Check that the load balancer still exists',
    );
  }
}

/** The same socket, that tells of each datagram it sends. */
function countSends(socket: ClientSocket, onDatagram: () => void): ClientSocket {
  const send: ClientSocket['send'] = (payload, to) => {
    onDatagram();
    return socket.send(payload, to);
  };
  return new Proxy(socket, {
    get: (target, key) => {
      if (key === 'send') return send;
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
