import { setTimeout } from 'node:timers/promises';
import type { NodeCounters } from '../node/protocol.ts';
import { AgentClient, type AgentState } from '../targets/agent-client.ts';
import type { StartedHost } from '../worlds/world.ts';
import { CoalescingRunner } from './coalescing-runner.ts';

/** What a Region consists of, as far as something can be on its way in it. */
export interface MovingParts {
  /** Resolves when no host is on its way up or down. */
  readonly hostsSettled: () => Promise<void>;
  /** Those that are up. */
  readonly hosts: () => Iterable<Pick<StartedHost, 'control' | 'said'>>;
  /** Of the node; undefined where there is none. */
  readonly counters: () => Promise<NodeCounters | undefined>;
}

/**
 * How often in a row everything has to look the same. An answer proves that its giver has done all that it had found
 * before; what is passed on takes a look for each station.
 */
const SAME_LOOKS = 4;
/** Where something moves all the time: by then everybody has had more turns than anything has stations. */
const MOST_LOOKS = 20;
/** Real time: the end of looking where somebody does not answer. */
const PATIENCE_MS = 10_000;
/** Whoever cannot be asked is given as long as it took those who can, times this. */
const SLOWNESS = 5;

/**
 * Tells when nothing is on its way in a Region any more: what has had no answer by then will have none.
 *
 * A limit in real time alone cannot tell a datagram that is lost from one whose receiver has had no processor yet. So
 * whoever gives something up asks everybody first: the node and the agents answer when they have had their turn, and
 * what they have counted shows whether something still moves.
 */
export class Standstill {
  readonly #parts: MovingParts;
  readonly #looks = new CoalescingRunner(() => this.#look());
  readonly #ended = new AbortController();

  constructor(parts: MovingParts) {
    this.#parts = parts;
  }

  /** Resolves when what had begun before has gone as far as it goes. Never rejects. */
  reached(): Promise<void> {
    return this.#ended.signal.aborted ? Promise.resolve() : this.#looks.run();
  }

  /** Nothing is waited for any more. */
  end(): void {
    this.#ended.abort();
  }

  async #look(): Promise<void> {
    await this.#until(this.#parts.hostsSettled());
    const patience = new AbortController();
    const begunMs = performance.now();
    const limit = this.#pause(PATIENCE_MS, patience.signal);
    await this.#until(Promise.race([limit, this.#lookUntilStill(patience.signal)]));
    patience.abort();
    const tookMs = performance.now() - begunMs;
    if (this.#hasStrangers()) await this.#pause(Math.min(tookMs * SLOWNESS, PATIENCE_MS));
  }

  async #lookUntilStill(over: AbortSignal): Promise<void> {
    let before = '';
    for (let look = 0, same = 0; look < MOST_LOOKS && same < SAME_LOOKS; look++) {
      if (over.aborted || this.#ended.signal.aborted) return;
      const now = JSON.stringify(await this.#counted());
      same = now === before ? same + 1 : 0;
      before = now;
    }
  }

  /** All that moves when something is on its way. Who has gone has nothing to count. */
  async #counted(): Promise<unknown> {
    const counters = await this.#parts.counters().catch(() => undefined);
    const agents = [...this.#parts.hosts()].flatMap(({ control }) =>
      control ? [new AgentClient(control).state().then(countedBy, () => undefined)] : [],
    );
    return [counters, await Promise.all(agents)];
  }

  /** Whether there are programs that answer no such questions. */
  #hasStrangers(): boolean {
    return [...this.#parts.hosts()].some(({ control, said }) => !control && said);
  }

  #until(event: Promise<void>): Promise<void> {
    const { signal } = this.#ended;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = () => {
        signal.removeEventListener('abort', settle);
        resolve();
      };
      signal.addEventListener('abort', settle);
      event.then(settle, settle);
    });
  }

  #pause(durationMs: number, over?: AbortSignal): Promise<void> {
    const signal = AbortSignal.any(over ? [this.#ended.signal, over] : [this.#ended.signal]);
    return setTimeout(durationMs, undefined, { signal }).catch(() => undefined);
  }
}

function countedBy({ udp, health, tcp }: AgentState): readonly number[] {
  return [udp.received, udp.replied, health.connections, tcp.connections, tcp.lines];
}
