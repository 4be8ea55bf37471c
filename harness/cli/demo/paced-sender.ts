import { styleText } from 'node:util';
import type { DatagramResult } from '../../index.ts';
import type { Client } from './client.ts';
import type { LiveStage } from './stage.ts';

/** Harness time between two datagrams. */
const INTERVAL_MS = 1_000;

/** One socket that sends a datagram a second, and shows who served each. */
export class PacedSender {
  readonly #stage: LiveStage;
  readonly #client: Client;
  readonly #results: DatagramResult[] = [];
  #nextAt: number;
  #firstAnswerMs: number | undefined;

  constructor(stage: LiveStage, client: Client) {
    this.#stage = stage;
    this.#client = client;
    this.#nextAt = stage.world.clock.now();
  }

  /** Everything so far, in the order of sending. */
  get results(): readonly DatagramResult[] {
    return this.#results;
  }

  /** Real milliseconds from the start of the process to the first answer. */
  get firstAnswerMs(): number | undefined {
    return this.#firstAnswerMs;
  }

  async send(count: number): Promise<readonly DatagramResult[]> {
    const from = this.#results.length;
    while (this.#results.length < from + count) await this.#sendNext();
    return this.#results.slice(from);
  }

  /** Sends until a condition holds, or as often as the limit says. Resolves to what was sent meanwhile. */
  async sendUntil(condition: () => boolean, limit: number): Promise<readonly DatagramResult[]> {
    const from = this.#results.length;
    while (!condition() && this.#results.length < from + limit) await this.#sendNext();
    return this.#results.slice(from);
  }

  async #sendNext(): Promise<void> {
    const { clock } = this.#stage.world;
    await this.#sendAndShow();
    // Counted from the last due time and not from now, so that slow replies do not slow the pace down.
    this.#nextAt = Math.max(this.#nextAt + INTERVAL_MS, clock.now());
    await clock.advance(this.#nextAt - clock.now());
  }

  async #sendAndShow(): Promise<void> {
    const { timeline, cast, feed } = this.#stage;
    using _ = feed.hold();
    const result = await this.#client.flow.send(`#${this.#results.length}`);
    this.#results.push(result);
    const { sequence, servedBy, lost, sentAt } = result;
    if (!lost) this.#firstAnswerMs ??= performance.now();
    timeline.mark(lost || servedBy === undefined ? styleText('red', '✗') : cast.letter(servedBy), sentAt);
    timeline.record('datagram', { sequence, servedBy, lost }, sentAt);
  }
}
