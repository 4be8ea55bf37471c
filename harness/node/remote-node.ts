import type { TimeBase } from '../clock/time-base.ts';
import type { NodeTraffic } from '../core/cloudwatch/node-traffic.ts';
import type { Routes } from '../core/forwarding/routes.ts';
import type { AddressMapTable } from '../core/network/address-map.ts';
import { HarnessError } from '../errors.ts';
import { fromFailure } from './failure.ts';
import type { NodeTransport } from './node-transport.ts';
import type {
  BoundListener,
  NodeCommand,
  NodeEvent,
  NodeResult,
  NodeSettings,
  NodeSnapshot,
  Probe,
} from './protocol.ts';
import type { RunningProbe, StartedNode } from './started-node.ts';

type Unnumbered<Command> = Command extends { readonly id: number } ? Omit<Command, 'id'> : never;

/**
 * Waits for the node at the other end and gives it its settings. A start that fails ends the node and rejects
 * with the first error.
 */
export async function startRemoteNode(
  transport: NodeTransport,
  settings: NodeSettings,
): Promise<StartedNode> {
  const node = new RemoteNode(transport);
  try {
    await node.configure(settings);
    return node;
  } catch (error) {
    await transport.close();
    throw error;
  }
}

class RemoteNode implements StartedNode {
  readonly lost: Promise<Error>;
  readonly #transport: NodeTransport;
  readonly #ready = Promise.withResolvers<void>();
  readonly #listeners = new Set<(event: NodeEvent) => void>();
  readonly #pending = new Map<number, PromiseWithResolvers<NodeResult | undefined>>();
  #lastId = 0;
  /** Why no more commands are taken. */
  #ended: HarnessError | undefined;
  #stop: Promise<void> | undefined;

  constructor(transport: NodeTransport) {
    this.#transport = transport;
    this.lost = transport.lost;
    transport.onEvent((event) => this.#take(event));
    void transport.lost.then((cause) => this.#end(nodeLost(cause)));
  }

  async configure(settings: NodeSettings): Promise<void> {
    await this.#ready.promise;
    await this.#command({ type: 'configure', settings });
  }

  async setTime(timeBase: TimeBase): Promise<void> {
    await this.#command({ type: 'time', timeBase });
  }

  async setAddressMap(table: AddressMapTable): Promise<void> {
    await this.#command({ type: 'address-map', table });
  }

  async applyRoutes(routes: Routes): Promise<readonly BoundListener[]> {
    const result = await this.#command({ type: 'routes', routes });
    return resultOf('routes', result).listening;
  }

  probe(probe: Probe): RunningProbe {
    const command = this.#command({ type: 'probe', probe });
    const probeId = this.#lastId;
    return {
      result: command.then((result) => resultOf('probe', result).probe),
      cancel: () => {
        if (this.#pending.has(probeId)) this.#transport.post({ type: 'cancel-probe', probeId });
      },
    };
  }

  async sweep(): Promise<readonly NodeTraffic[]> {
    return resultOf('sweep', await this.#command({ type: 'sweep' })).traffic;
  }

  async snapshot(): Promise<NodeSnapshot> {
    return resultOf('snapshot', await this.#command({ type: 'snapshot' })).snapshot;
  }

  onEvent(listener: (event: NodeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): Promise<void> {
    this.#stop ??= this.#stopOnce();
    return this.#stop;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stopOnce(): Promise<void> {
    try {
      if (!this.#ended) {
        const stopped = this.#command({ type: 'stop' });
        this.#ended = nodeStopped();
        await stopped;
      }
    } catch (error) {
      // A node that is lost while it stops has ended too; what else goes wrong is for the caller.
      if (!(error instanceof HarnessError && error.code === 'HARNESS_NODE_LOST')) throw error;
    } finally {
      await this.#transport.close();
      this.#end(nodeStopped());
    }
  }

  #command(command: Unnumbered<NodeCommand>): Promise<NodeResult | undefined> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<NodeResult | undefined>();
    this.#pending.set(id, answer);
    this.#transport.post({ ...command, id } as NodeCommand);
    return answer.promise;
  }

  #take(event: NodeEvent): void {
    switch (event.type) {
      case 'ready':
        this.#ready.resolve();
        break;
      case 'done':
        this.#takePending(event.id)?.resolve(event.result);
        break;
      case 'failed':
        this.#takePending(event.id)?.reject(fromFailure(event));
        break;
      default:
        for (const listener of this.#listeners) listener(event);
    }
  }

  #takePending(id: number): PromiseWithResolvers<NodeResult | undefined> | undefined {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    return answer;
  }

  #end(error: HarnessError): void {
    this.#ended = error;
    this.#ready.reject(error);
    for (const answer of this.#pending.values()) answer.reject(error);
    this.#pending.clear();
  }
}

function resultOf<Kind extends NodeResult['kind']>(
  kind: Kind,
  result: NodeResult | undefined,
): Extract<NodeResult, { readonly kind: Kind }> {
  if (result?.kind === kind) return result as Extract<NodeResult, { readonly kind: Kind }>;
  throw new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `The load-balancer node answered with ${result?.kind ?? 'nothing'} where ${kind} was asked for`,
    'Report this as a defect of the harness',
  );
}

function nodeLost(cause: Error): HarnessError {
  return new HarnessError(
    'HARNESS_NODE_LOST',
    `The load-balancer node ended by itself: ${cause.message}`,
    'Start the world again, and report this as a defect of the harness',
    { cause },
  );
}

function nodeStopped(): HarnessError {
  return new HarnessError(
    'HARNESS_WORLD_STOPPED',
    'The load-balancer node is stopped',
    'Send commands before stopping the world, or start another',
  );
}
