import { TIMING_SOURCES } from '../../harness/core/ledger/timing-sources.ts';
import { TIMINGS } from '../../harness/core/timings.ts';
import { row } from './table.ts';

/** The two profiles beside each other, in seconds. */
export function timingsSection(): string {
  const seconds = (ms: number): string => `${ms / 1000} s`;
  return [
    '## Profiles\n',
    'What no call can set, in the two profiles that a world may be started with: `documented`, the least that',
    "AWS's text allows, and `observed`, what users measured.\n",
    row(['timing', 'documented', 'observed', 'rule']),
    row(['---', '---:', '---:', '---']),
    ...Object.entries(TIMING_SOURCES).map(([name, { what, rule }]) => {
      const key = name as keyof typeof TIMING_SOURCES;
      return row([what, seconds(TIMINGS.documented[key]), seconds(TIMINGS.observed[key]), rule ?? '']);
    }),
    '',
  ].join('\n');
}
