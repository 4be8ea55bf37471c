import type { AvailabilityZone } from './state.ts';

/**
 * Three zones for a Region. Real Regions have between two and six, and which letters an account sees varies;
 * zone ids are what AWS would call them: `apne1-az1` in ap-northeast-1, `use1-az1` in us-east-1.
 */
export function availabilityZonesOf(region: string): AvailabilityZone[] {
  const prefix = region
    .split('-')
    .map((word, index) => (index === 0 ? word : abbreviate(word)))
    .join('');
  return ['a', 'b', 'c'].map((letter, index) => ({
    zoneName: `${region}${letter}`,
    zoneId: `${prefix}-az${index + 1}`,
  }));
}

/** `northeast` is `ne`, `central` is `c`, `1` is `1`. */
function abbreviate(word: string): string {
  const [, first = '', second = ''] = /^(north|south)?(east|west)?$/.exec(word) ?? [];
  return first || second ? `${first.slice(0, 1)}${second.slice(0, 1)}` : word.slice(0, 1);
}
