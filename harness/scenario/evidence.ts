import { HarnessError, type StartedWorld } from '../index.ts';

/**
 * What a scenario has seen. A test in which nothing was sent and nothing changed proves nothing, however green:
 * it is inconclusive, and that is a failure.
 */
export class Evidence {
  readonly #world: StartedWorld;
  #datagrams = 0;
  #eventsBefore = 0;

  constructor(world: StartedWorld) {
    this.#world = world;
  }

  /** What `deploy` does is the stage, not the play. */
  startAfterDeploy(): void {
    this.#eventsBefore = this.#world.events().length;
  }

  countDatagram(): void {
    this.#datagrams += 1;
  }

  /** Throws HARNESS_INCONCLUSIVE when there is none. */
  check(assertionCalls: number): void {
    const changes = this.#world.events().length - this.#eventsBefore;
    const lacks = [
      ...(assertionCalls === 0 ? ['it asserted nothing'] : []),
      ...(this.#datagrams === 0 && changes <= 0 ? ['it sent no datagram and changed nothing'] : []),
    ];
    if (lacks.length === 0) return;
    throw new HarnessError(
      'HARNESS_INCONCLUSIVE',
      `The scenario proves nothing: ${lacks.join(', and ')}`,
      'Send something and assert where it went, or say expectsNoTraffic: true',
    );
  }
}
