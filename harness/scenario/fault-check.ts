import { HarnessError, type WorldEvent } from '../index.ts';

/**
 * Throws HARNESS_FAULT for what went wrong outside of AWS's sight: a listener's port that was taken, a process
 * that ended. AWS's calls have succeeded all the same, so nothing else would tell.
 */
export function checkNoFaults(events: readonly WorldEvent[]): void {
  const [first, ...others] = events.filter(({ kind }) => kind === 'fault');
  if (!first) return;
  throw new HarnessError(
    'HARNESS_FAULT',
    `Something went wrong during the scenario: ${first.text}${others.length > 0 ? ` (and ${others.length} more)` : ''}`,
    'Mend that, or say expectsFaults: true where it is meant to happen',
  );
}
