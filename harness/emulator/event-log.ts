import type { WorldEvent } from '../worlds/world.ts';

/** What is kept; older events are forgotten, so that a served world can run for weeks. */
const MAX_EVENTS = 5_000;

/** The world's memory of what happened, and whoever wants to hear of it. */
export class EventLog {
  readonly #events: WorldEvent[] = [];
  readonly #listeners = new Set<(event: WorldEvent) => void>();

  add(event: WorldEvent): void {
    this.#events.push(event);
    // Forgetting half at once keeps the cost of forgetting away from the single event.
    if (this.#events.length > MAX_EVENTS) this.#events.splice(0, MAX_EVENTS / 2);
    for (const listener of this.#listeners) listener(event);
  }

  all(): readonly WorldEvent[] {
    return this.#events;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
