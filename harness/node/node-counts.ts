import type { Flow } from '../core/forwarding/flow.ts';
import { DirectionCounter } from './direction-counter.ts';
import type { ConnectionCounters, NodeCounters } from './protocol.ts';
import type { SentCallback } from './socket-layer.ts';

/** All that a node counts of UDP. */
export class NodeCounts {
  readonly toTargets = new DirectionCounter();
  readonly toClients = new DirectionCounter();
  flowsOpened = 0;
  flowsMoved = 0;
  readonly #byTarget = new Map<string, { datagrams: number }>();
  #waiting: (() => void)[] = [];

  /** What to call when a send to a flow's present target is over. */
  readonly sentToTarget = (flow: Flow): SentCallback => {
    const { targetGroupArn, target } = flow;
    const count = this.#countOf(`${targetGroupArn} ${target.id}:${target.port}`);
    return (error, bytes) => {
      this.toTargets.sent(error, bytes);
      if (!error) count.datagrams++;
      this.#release();
    };
  };

  readonly sentToClient: SentCallback = (error, bytes) => {
    this.toClients.sent(error, bytes);
    this.#release();
  };

  /** Resolves when no datagram is in a send call. */
  nothingHeld(): Promise<void> {
    if (this.#held === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  snapshot(connections: ConnectionCounters): NodeCounters {
    const reached = [...this.#byTarget].filter(([, { datagrams }]) => datagrams > 0);
    return {
      toTargets: this.toTargets.snapshot(),
      toClients: this.toClients.snapshot(),
      forwardedByTarget: Object.fromEntries(reached.map(([target, { datagrams }]) => [target, datagrams])),
      flowsOpened: this.flowsOpened,
      flowsMoved: this.flowsMoved,
      connections,
    };
  }

  get #held(): number {
    return this.toTargets.held + this.toClients.held;
  }

  #release(): void {
    if (this.#held > 0 || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #countOf(target: string): { datagrams: number } {
    const known = this.#byTarget.get(target);
    if (known) return known;
    const count = { datagrams: 0 };
    this.#byTarget.set(target, count);
    return count;
  }
}
