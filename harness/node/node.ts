import { readTimeBase, type TimeBase } from '../clock/time-base.ts';
import { AddressMap } from '../core/network/address-map.ts';
import { HarnessError } from '../errors.ts';
import { DataPath } from './data-path.ts';
import { dgramLayer } from './dgram-layer.ts';
import { toFailure } from './failure.ts';
import type { NodePort } from './node-port.ts';
import { RunningProbes, routeOf } from './probes/running-probes.ts';
import type { NodeCommand, NodeResult, NodeSettings } from './protocol.ts';
import type { SocketLayer } from './socket-layer.ts';
import type { ConnectionLayer } from './tcp/connection-layer.ts';
import { netLayer } from './tcp/net-layer.ts';

type AnsweredCommand = Extract<NodeCommand, { readonly id: number }>;

/**
 * The load-balancer node: does what the commands say and reports what happens. It has no timers: time comes as a
 * base, and expiry happens when it is told to sweep or when a datagram meets an expired flow.
 *
 * Commands take effect one after the other, except probes, which run side by side.
 */
export class LoadBalancerNode {
  readonly #port: NodePort;
  readonly #layer: SocketLayer;
  readonly #probes = new RunningProbes();
  readonly #stopped = Promise.withResolvers<void>();
  #turn: Promise<void> = Promise.resolve();
  #serving: { readonly settings: NodeSettings; readonly dataPath: DataPath } | undefined;
  #timeBase: TimeBase | undefined;

  constructor(port: NodePort, layer: SocketLayer = dgramLayer) {
    this.#port = port;
    this.#layer = layer;
    port.onCommand((command) => this.#take(command));
    port.send({ type: 'ready' });
  }

  /** Resolves when a `stop` command has been carried out. */
  get stopped(): Promise<void> {
    return this.#stopped.promise;
  }

  #take(command: NodeCommand): void {
    if (command.type === 'cancel-probe') this.#probes.cancel(command.probeId);
    else if (command.type === 'probe') void this.#answer(command);
    else this.#turn = this.#turn.then(() => this.#answer(command));
  }

  async #answer(command: AnsweredCommand): Promise<void> {
    const { id } = command;
    try {
      const result = await this.#obey(command);
      this.#port.send(result ? { type: 'done', id, result } : { type: 'done', id });
      if (command.type === 'stop') this.#stopped.resolve();
    } catch (error) {
      this.#port.send({ type: 'failed', id, ...toFailure(error) });
    }
  }

  async #obey(command: AnsweredCommand): Promise<NodeResult | undefined> {
    if (command.type === 'configure') return this.#configure(command.settings);
    if (command.type === 'stop') return this.#stop();
    const { settings, dataPath } = this.#configured(command);
    switch (command.type) {
      case 'time':
        this.#timeBase = command.timeBase;
        return undefined;
      case 'address-map':
        dataPath.addressMap = new AddressMap(command.table);
        return undefined;
      case 'routes':
        return { kind: 'routes', listening: await dataPath.applyRoutes(command.routes) };
      case 'probe': {
        const route = routeOf(command.probe, dataPath.addressMap, settings.bindAnyPort);
        return { kind: 'probe', probe: await this.#probes.run(command.id, command.probe, route) };
      }
      case 'sweep':
        return { kind: 'sweep', traffic: await dataPath.sweep() };
      case 'snapshot':
        return { kind: 'snapshot', snapshot: await dataPath.snapshot() };
    }
  }

  async #configure(settings: NodeSettings): Promise<undefined> {
    if (this.#serving) throw defect('The load-balancer node was configured twice');
    const transparent = settings.preserveClientPort ? await transparentLayers() : undefined;
    this.#timeBase = settings.timeBase;
    const dataPath = new DataPath({
      settings,
      layer: this.#layer,
      upstreamLayer: transparent?.datagrams ?? this.#layer,
      connectionLayer: netLayer,
      upstreamConnectionLayer: transparent?.connections ?? netLayer,
      now: () => readTimeBase(this.#timeBase ?? settings.timeBase, Date.now()),
      send: (event) => this.#port.send(event),
    });
    this.#serving = { settings, dataPath };
  }

  #configured({ type }: AnsweredCommand): { settings: NodeSettings; dataPath: DataPath } {
    if (this.#serving) return this.#serving;
    throw defect(`The load-balancer node got '${type}' before its settings, or after its end`);
  }

  async #stop(): Promise<undefined> {
    const serving = this.#serving;
    this.#serving = undefined;
    this.#probes.cancelAll();
    await serving?.dataPath.stop();
  }
}

/** Loaded only where it is used: it needs a library for the machine's kind of system. */
async function transparentLayers(): Promise<{ datagrams: SocketLayer; connections: ConnectionLayer }> {
  const { createTransparentLayer } = await import('./transparent-layer.ts');
  const { transparentConnections } = await import('./tcp/transparent-connections.ts');
  return { datagrams: createTransparentLayer(), connections: transparentConnections };
}

function defect(what: string): HarnessError {
  return new HarnessError('HARNESS_INVARIANT_BROKEN', what, 'Report this as a defect of the harness');
}
