import { HarnessError, type StartedWorld } from '../index.ts';

/**
 * What a scenario has seen. A test in which nothing was sent and nothing changed proves nothing, however green:
 * it is inconclusive, and that is a failure.
 */
export class Evidence {
  #datagrams = 0;
  #changes = 0;

  /** The log of a world is bounded, so changes are counted as they happen. */
  constructor(world: StartedWorld) {
    world.onEvent(() => {
      this.#changes += 1;
    });
  }

  /** What `deploy` does is the stage, not the play. */
  startAfterDeploy(): void {
    this.#changes = 0;
  }

  countDatagram(): void {
    this.#datagrams += 1;
  }

  /**
   * Throws HARNESS_INCONCLUSIVE when there is none.
   *
   * @param asserted undefined where it cannot be known
   */
  check(asserted: boolean | undefined): void {
    const lacks = [
      ...(asserted === false ? ['it asserted nothing'] : []),
      ...(this.#datagrams === 0 && this.#changes === 0 ? ['it sent no datagram and changed nothing'] : []),
    ];
    if (lacks.length === 0) return;
    throw new HarnessError(
      'HARNESS_INCONCLUSIVE',
      `The scenario proves nothing: ${lacks.join(', and ')}`,
      'Send something and assert where it went, or say expectsNoTraffic: true',
    );
  }
}
