import { HarnessError } from '../index.ts';

/** Enough to make two runs differ; small enough to type. */
const SEED_RANGE = 1_000_000;

/**
 * The seed of this run: NLB_SEED, so that a failure can be replayed, else 1, so that two runs are the same.
 * `NLB_SEED=random` takes a new one each time.
 */
export function readSeed(environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment.NLB_SEED ?? '1';
  if (text === 'random') return Math.floor(Math.random() * SEED_RANGE);
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `NLB_SEED is '${text}'`,
    "Set it to a whole number from 0 up, or to 'random'",
  );
}
