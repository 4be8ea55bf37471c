import { readFileSync } from 'node:fs';

const CAP_SYS_ADMIN = 21n;

/** How `unshare` and `nsenter` are told of the namespaces that a world needs. */
export interface NamespaceFlags {
  readonly unshare: readonly string[];
  readonly nsenter: readonly string[];
}

const PRIVILEGED: NamespaceFlags = {
  unshare: ['--net', '--mount', '--propagation', 'private'],
  nsenter: ['--mount'],
};

/** A user namespace more, in which a plain user may do as root does. */
const PLAIN: NamespaceFlags = {
  unshare: ['--user', '--map-root-user', ...PRIVILEGED.unshare],
  nsenter: ['--user', '--preserve-credentials', ...PRIVILEGED.nsenter],
};

/** For root, and for a plain user: who may make network namespaces needs no user namespace for it. */
export function namespaceFlags(): NamespaceFlags {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) >> CAP_SYS_ADMIN) & 1n ? PRIVILEGED : PLAIN;
}
