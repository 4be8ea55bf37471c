import type { Clock } from '../clock/clock.ts';
import type { Explanation } from '../core/forwarding/explain.ts';
import type { FiveTuple } from '../core/forwarding/five-tuple.ts';
import { AddressMap } from '../core/network/address-map.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import type { NodeSnapshot } from '../node/protocol.ts';
import type {
  AwsClientConfig,
  Capability,
  ClientConnection,
  ClientConnectionOptions,
  ClientSocket,
  ClientSocketOptions,
  MappedAddress,
  StartedHost,
  StartedWorld,
  WorldEvent,
  WorldName,
} from '../worlds/world.ts';
import { checkClientSocket } from './client-socket-options.ts';
import type { StartedEmulator } from './emulator.ts';

/** What an emulated world is made of. */
export interface EmulatedWorldParts {
  readonly name: WorldName;
  readonly clock: Clock;
  readonly seed: number;
  readonly region: string;
  readonly emulator: StartedEmulator;
}

/** The emulator seen as a world: the same face that a live AWS account shows. */
export class EmulatedWorld implements StartedWorld {
  readonly name: WorldName;
  readonly clock: Clock;
  readonly seed: number;
  readonly region: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly emulator: StartedEmulator;
  #stopped: Promise<void> | undefined;

  private constructor(parts: EmulatedWorldParts, capabilities: ReadonlySet<Capability>) {
    this.name = parts.name;
    this.clock = parts.clock;
    this.seed = parts.seed;
    this.region = parts.region;
    this.emulator = parts.emulator;
    this.capabilities = capabilities;
  }

  static async create(parts: EmulatedWorldParts): Promise<EmulatedWorld> {
    const { network } = await parts.emulator.region(parts.region);
    const capabilities = new Set(network.capabilities);
    if (parts.clock.kind === 'virtual') capabilities.add('virtual-time');
    return new EmulatedWorld(parts, capabilities);
  }

  awsClientConfig(region = this.region): AwsClientConfig {
    this.#checkRunning();
    return {
      endpoint: this.emulator.gateway.endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
  }

  /** Any image will do: an emulated instance runs what its user data says. */
  async machineImage() {
    return { imageId: 'ami-0123456789abcdef0', instanceType: 't3.micro' };
  }

  async resolve(dnsName: string): Promise<string[]> {
    return [...this.emulator.resolve(dnsName)];
  }

  async openClientSocket(options: ClientSocketOptions & { readonly region?: string }): Promise<ClientSocket> {
    checkClientSocket(options);
    return (await this.#region(options.region)).openClientSocket(options);
  }

  async openClientConnection(
    options: ClientConnectionOptions & { readonly region?: string },
    to: Endpoint,
  ): Promise<ClientConnection> {
    checkClientSocket(options);
    return (await this.#region(options.region)).openClientConnection(options, to);
  }

  async host(instanceId: string, region?: string): Promise<StartedHost> {
    return (await this.#region(region)).host(instanceId);
  }

  async reserve(protocol: TransportProtocol, emulated: Endpoint, region?: string): Promise<Endpoint> {
    const runtime = await this.#region(region);
    const actual = await runtime.network.reserve(protocol, emulated);
    await runtime.reconcile();
    return actual;
  }

  async reach(
    protocol: TransportProtocol,
    emulated: Endpoint,
    actual: Endpoint,
    region?: string,
  ): Promise<void> {
    const runtime = await this.#region(region);
    runtime.network.mapEndpoint({ protocol, emulated, actual });
    await runtime.reconcile();
  }

  async mappedAddresses(region?: string): Promise<readonly MappedAddress[]> {
    const table = (await this.#region(region)).network.addressMap();
    const map = new AddressMap(table);
    return [
      ...table.networks.map(({ cidrBlock }) => {
        const [address = '', prefixLength] = cidrBlock.split('/');
        return { emulated: cidrBlock, actual: `${map.addressToActual(address)}/${prefixLength}` };
      }),
      ...table.endpoints.map(({ protocol, emulated, actual }) => ({
        emulated: `${protocol} ${formatEndpoint(emulated)}`,
        actual: formatEndpoint(actual),
      })),
    ];
  }

  async explain(fiveTuple: FiveTuple, region?: string): Promise<Explanation> {
    return (await this.#region(region)).explain(fiveTuple);
  }

  async snapshot(region?: string): Promise<NodeSnapshot | undefined> {
    return (await this.#region(region)).snapshot();
  }

  events(): readonly WorldEvent[] {
    return this.emulator.events.all();
  }

  onEvent(listener: (event: WorldEvent) => void): () => void {
    return this.emulator.events.subscribe(listener);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.emulator.stop().finally(() => this.clock.stop());
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #region(name = this.region) {
    this.#checkRunning();
    return this.emulator.region(name);
  }

  #checkRunning(): void {
    if (!this.#stopped) return;
    throw new HarnessError(
      'HARNESS_WORLD_STOPPED',
      `The ${this.name} world has been stopped`,
      'Use it before its test ends, or start another',
    );
  }
}
