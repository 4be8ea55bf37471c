import { readFileSync } from 'node:fs';

const FOLDER = '/proc/sys/net/netfilter';
/** Of the table's size: near it, what is measured is the table. */
const NEARLY_FULL = 0.9;

/**
 * For people: that the system, which tracks connections where a Docker engine runs, has no room for more of them and
 * drops what is new. Undefined while it has, or tracks none.
 */
export function describeFullTracking(): string | undefined {
  const [count, most] = [read('nf_conntrack_count'), read('nf_conntrack_max')];
  if (count === undefined || most === undefined || count < most * NEARLY_FULL) return undefined;
  return `NOT TO BE TRUSTED: the system tracks ${count} connections of at most ${most} and drops new ones; stop the Docker engine, or raise nf_conntrack_max`;
}

function read(name: string): number | undefined {
  try {
    return Number(readFileSync(`${FOLDER}/${name}`, 'utf8'));
  } catch {
    return undefined;
  }
}
