import { type FiveTuple, formatFiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { flowExpiresAt } from './flow-timeouts.ts';

/** Width of an expiry bucket: how finely flows are sorted by the time they may be looked at again. */
const BUCKET_MS = 1000;

/**
 * The flows of a forwarder by five-tuple.
 *
 * Flows wait in buckets of the second in which they would expire. A datagram only changes `lastDatagramAt`; the
 * sweep finds a flow in its old bucket and moves it on. So a datagram costs nothing here, and a sweep looks at
 * each flow about once in an idle time-out instead of at all flows each time.
 */
export class FlowTable {
  readonly #flows = new Map<string, Flow>();
  /** The same ones. Whether a flow is still there is asked for each reply and for each piece of a stream. */
  readonly #present = new Set<Flow>();
  readonly #buckets = new Map<number, Flow[]>();

  get size(): number {
    return this.#flows.size;
  }

  /** The flow with this five-tuple, which may have expired without having been swept. */
  get(fiveTuple: FiveTuple): Flow | undefined {
    return this.#flows.get(formatFiveTuple(fiveTuple));
  }

  has(flow: Flow): boolean {
    return this.#present.has(flow);
  }

  values(): IterableIterator<Flow> {
    return this.#flows.values();
  }

  /** Adds a flow; returns the one that it replaces. */
  add(flow: Flow): Flow | undefined {
    const key = formatFiveTuple(flow.fiveTuple);
    const replaced = this.#flows.get(key);
    if (replaced) this.#present.delete(replaced);
    this.#flows.set(key, flow);
    this.#present.add(flow);
    this.#enqueue(flow);
    return replaced;
  }

  /** To be called where a flow's time may be over sooner than it was when the flow was last looked at. */
  endsSooner(flow: Flow): void {
    if (this.has(flow)) this.#enqueue(flow);
  }

  /** Removes a flow; does nothing when it is not there. */
  remove(flow: Flow): void {
    if (this.#present.delete(flow)) this.#flows.delete(formatFiveTuple(flow.fiveTuple));
  }

  /** Removes all flows that a predicate picks; returns them. */
  removeWhere(predicate: (flow: Flow) => boolean): Flow[] {
    const removed = [...this.#flows.values()].filter(predicate);
    for (const flow of removed) this.remove(flow);
    return removed;
  }

  /** Removes the flows that have expired by now; returns them. */
  sweep(now: number): Flow[] {
    const removed: Flow[] = [];
    const due = [...this.#buckets.keys()].filter((bucket) => bucket <= bucketOf(now));
    const flows = new Set(due.flatMap((bucket) => this.#buckets.get(bucket) ?? []));
    for (const bucket of due) this.#buckets.delete(bucket);
    for (const flow of flows) {
      if (!this.has(flow)) continue;
      if (now < flowExpiresAt(flow)) {
        this.#enqueue(flow);
        continue;
      }
      this.remove(flow);
      removed.push(flow);
    }
    return removed;
  }

  #enqueue(flow: Flow): void {
    const bucket = bucketOf(flowExpiresAt(flow));
    const waiting = this.#buckets.get(bucket);
    if (waiting) waiting.push(flow);
    else this.#buckets.set(bucket, [flow]);
  }
}

function bucketOf(instant: number): number {
  return Math.floor(instant / BUCKET_MS);
}
