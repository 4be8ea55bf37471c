import { readFileSync } from 'node:fs';
import type { Finding } from './finding.ts';

const FOLDER = '/proc/sys/net/netfilter';
/** Of the table's size; near it new flows are about to be dropped. */
const NEARLY_FULL = 0.9;

/**
 * Whether there is room for more flows where the system tracks connections, those of loopback too: it does where a
 * Docker engine runs or has run. Undefined where it does not.
 */
export function connectionTracking(folder: string = FOLDER): Finding | undefined {
  const [count, most] = [read(`${folder}/nf_conntrack_count`), read(`${folder}/nf_conntrack_max`)];
  if (count === undefined || most === undefined) return undefined;
  const ok = count < most * NEARLY_FULL;
  return {
    what: 'tracked connections',
    ok,
    found: `${count} of at most ${most}`,
    remedy: ok
      ? undefined
      : 'The system drops new flows: wait some minutes, or raise sysctl net.netfilter.nf_conntrack_max',
  };
}

function read(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
