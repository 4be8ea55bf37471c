import { isIP } from 'node:net';
import type { EngineAddress } from './engine-address.ts';

/** The machine that an engine is on, where it is another one than this; undefined where it is here. */
export function engineElsewhere({ url }: EngineAddress): string | undefined {
  const name = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
  // Sockets and pipes have no host name.
  if (!name) return undefined;
  const isHere = name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
  return isHere ? undefined : name;
}
