import type { Clock, ScheduledCall } from '../clock/clock.ts';
import { MetricCollector, nextSampleAt } from '../core/cloudwatch/metric-collector.ts';
import type { Region } from '../core/region.ts';
import type { StartedNode } from '../node/started-node.ts';

/**
 * Looks at a Region's node each ten seconds of harness time: idle flows are forgotten (a flow's own end is exact,
 * this frees its socket), and what was counted goes into the Region's metrics. One message does both.
 */
export class MetricSampler {
  readonly #clock: Clock;
  readonly #node: StartedNode;
  readonly #collector: MetricCollector;
  #next: ScheduledCall | undefined;
  #stopped = false;

  constructor({ clock, region, node }: { clock: Clock; region: Region; node: StartedNode }) {
    this.#clock = clock;
    this.#node = node;
    this.#collector = new MetricCollector(region, clock.now());
    this.#schedule(clock.now());
  }

  stop(): void {
    this.#stopped = true;
    this.#next?.cancel();
  }

  #schedule(now: number): void {
    const at = nextSampleAt(now);
    this.#next = this.#clock.schedule(at, () => this.#look(at));
  }

  /** `at` is when it was due: a call that comes late still belongs to its own minute. */
  async #look(at: number): Promise<void> {
    try {
      const traffic = await this.#node.sweep();
      this.#collector.look(traffic, at);
    } catch (error) {
      // A node that is stopped in the middle of an answer gives none.
      if (!this.#stopped) throw error;
    }
    if (!this.#stopped) this.#schedule(Math.max(at, this.#clock.now()));
  }
}
