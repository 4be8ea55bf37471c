import { HarnessError } from '../index.ts';

/** Kinds of handles that a world opens; the rest of what Node counts belongs to the test runner. */
const OWN_KINDS = ['ProcessWrap', 'TCPServerWrap', 'UDPWrap', 'Worker', 'PipeWrap'];

/** Two would do: handles close at the end of the turn in which they are told to. */
const TURNS = 3;

/** Open sockets, servers, processes and threads of this process, counted by kind. */
function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (OWN_KINDS.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Scenarios that overlap in time, in this process. Handles are counted for the process as a whole, so what a
 * single one of them left cannot be told before the last has ended.
 */
interface Overlap {
  readonly before: ReadonlyMap<string, number>;
  /** How many have not ended yet. */
  open: number;
  scenarios: number;
}

let overlap: Overlap | undefined;

/** What has been told to close is gone only after the closing phase of the event loop. */
async function letClose(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The handles of one scenario. To be begun before its world is started, and to be ended in one of two ways. */
export class LeakCheck {
  readonly #overlap: Overlap;

  private constructor() {
    overlap ??= { before: countHandles(), open: 0, scenarios: 0 };
    overlap.open += 1;
    overlap.scenarios += 1;
    this.#overlap = overlap;
  }

  /** What whoever came before has told to close does not count: as it goes it would hide a leak. */
  static async begin(): Promise<LeakCheck> {
    await letClose();
    return new LeakCheck();
  }

  /**
   * Throws HARNESS_LEAK, naming what is left, when there is more than before. Of scenarios that overlap, the last to
   * end is told.
   */
  async check(): Promise<void> {
    await letClose();
    const { before, scenarios } = this.#overlap;
    if (this.#end() > 0) return;
    const left = [...countHandles()].flatMap(([kind, count]) => {
      const more = count - (before.get(kind) ?? 0);
      return more > 0 ? [`${more} ${kind}`] : [];
    });
    if (left.length === 0) return;
    const who = scenarios === 1 ? 'The scenario' : `One of ${scenarios} scenarios at the same time`;
    throw new HarnessError(
      'HARNESS_LEAK',
      `${who} left something open: ${left.join(', ')}`,
      'Close what the scenario itself opened, in the test (`await using`) or in `afterEach`: `onTestFinished` is ' +
        'called too late. If it opened nothing, please report this',
    );
  }

  /** For a scenario that ends by another error. */
  abandon(): void {
    this.#end();
  }

  /** Returns how many others are open still. */
  #end(): number {
    this.#overlap.open -= 1;
    if (this.#overlap.open === 0) overlap = undefined;
    return this.#overlap.open;
  }
}
