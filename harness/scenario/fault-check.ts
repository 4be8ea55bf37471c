import { HarnessError, type StartedWorld, type WorldEvent } from '../index.ts';

/**
 * What goes wrong outside of AWS's sight: a listener's port that was taken, a process that ended. AWS's calls have
 * succeeded all the same, so nothing else would tell. Listens from when it is made, because the log of a world
 * forgets.
 */
export class FaultCheck {
  readonly #faults: WorldEvent[];

  constructor(world: StartedWorld) {
    this.#faults = world.events().filter(isFault);
    world.onEvent((event) => {
      if (isFault(event)) this.#faults.push(event);
    });
  }

  /** Throws HARNESS_FAULT, naming the first. */
  check(): void {
    const [first, ...others] = this.#faults;
    if (!first) return;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    // Below the output of a process.
    const end = first.text.includes('\n') ? "\nAWS's API shows nothing of it" : '';
    throw new HarnessError(
      'HARNESS_FAULT',
      `Something went wrong during the scenario${more}: ${first.text}${end}`,
      'Mend that, or say expectsFaults: true where it is meant to happen',
    );
  }
}

function isFault({ kind }: WorldEvent): boolean {
  return kind === 'fault';
}
