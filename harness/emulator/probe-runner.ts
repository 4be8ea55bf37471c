import type { Clock } from '../clock/clock.ts';
import type { DueProbe } from '../core/health/probe-schedule.ts';
import type { StartedNode } from '../node/started-node.ts';

/**
 * Carries out health checks at their time: over real sockets, with the time-out on the harness Clock.
 *
 * A check that a security group blocks is never sent; it fails when its time-out is over, as on AWS, where the
 * packets vanish.
 */
export class ProbeRunner {
  readonly #clock: Clock;
  readonly #node: StartedNode;
  /** Resolves when everybody has had his turn, the target too. */
  readonly #atRest: () => Promise<void>;
  /** For a probe that this machine, not the target, has failed. */
  readonly #onFailure: (probe: DueProbe, error: Error) => void;
  readonly #onResult: (probe: DueProbe, passed: boolean, detail: string) => Promise<void>;

  constructor(
    clock: Clock,
    node: StartedNode,
    atRest: () => Promise<void>,
    onResult: (probe: DueProbe, passed: boolean, detail: string) => Promise<void>,
    onFailure: (probe: DueProbe, error: Error) => void,
  ) {
    this.#onFailure = onFailure;
    this.#clock = clock;
    this.#node = node;
    this.#atRest = atRest;
    this.#onResult = onResult;
  }

  start(due: DueProbe): void {
    const deadline = this.#clock.now() + due.timeoutMs;
    if (due.blocked) {
      this.#clock.schedule(deadline, () => this.#onResult(due, false, 'blocked by a security group'));
      return;
    }
    const { result, cancel } = this.#node.probe(due.probe);
    const timeout = this.#clock.schedule(deadline, async () => {
      // Where time runs fast, a machine that is busy for a moment is no target that does not answer.
      await Promise.race([finished, this.#atRest()]);
      cancel();
      await finished;
    });
    const finished = result.then(
      ({ passed, detail }) => {
        timeout.cancel();
        return this.#onResult(due, passed, detail === 'cancelled' ? 'timed out' : detail);
      },
      (error: Error) => {
        timeout.cancel();
        this.#onFailure(due, error);
      },
    );
    this.#clock.track(finished);
  }
}
