import type { DropReason } from '../../core/forwarding/drop-reason.ts';
import type { ConnectionCounters, FlowClosure } from '../protocol.ts';
import { StreamCounter } from './stream-counter.ts';

/** All that a node counts of TCP. */
export class ConnectionCounts {
  readonly toTargets = new StreamCounter();
  readonly toClients = new StreamCounter();
  #accepted = 0;
  #open = 0;
  readonly #refused = new Map<DropReason, number>();
  readonly #ended = new Map<FlowClosure, number>();

  refuse(reason: DropReason): void {
    this.#accepted++;
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  open(): void {
    this.#accepted++;
    this.#open++;
  }

  end(cause: FlowClosure): void {
    this.#open--;
    this.#ended.set(cause, (this.#ended.get(cause) ?? 0) + 1);
  }

  snapshot(): ConnectionCounters {
    return {
      accepted: this.#accepted,
      open: this.#open,
      refused: Object.fromEntries(this.#refused),
      ended: Object.fromEntries(this.#ended),
      toTargets: this.toTargets.snapshot(),
      toClients: this.toClients.snapshot(),
    };
  }
}
