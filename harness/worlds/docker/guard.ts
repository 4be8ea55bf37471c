import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { OWNER_LABEL } from './labels.ts';
import { ownedByThisProcess } from './owner.ts';

/** How an engine is reached, in the words of node:http. */
export interface EnginePlace {
  readonly protocol: 'http' | 'https';
  /** A socket or a named pipe; else there is a host. */
  readonly socketPath?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly ca?: string | readonly string[] | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** What a guard is told. */
export interface GuardTask {
  readonly engine: EnginePlace;
  /** What bears it goes when the owner has ended: `nlb-harness.owner=<place>/<id>`. */
  readonly label: string;
  /** Id of the process that it is waited for. */
  readonly owner: number;
}

/** dockerode's own; certificates may be bytes. */
interface Modem extends Omit<EnginePlace, 'protocol' | 'ca' | 'cert' | 'key'> {
  readonly protocol: 'http' | 'https' | 'ssh';
  readonly ca?: unknown;
  readonly cert?: unknown;
  readonly key?: unknown;
}

/** Compiled like this module: TypeScript in the working tree, JavaScript in the package. */
const PROCESS = fileURLToPath(
  new URL(`./guard-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

/**
 * Has what this process owns on an engine removed when it ends in the middle, however it ends: a process of its own
 * waits for the end of its standard input, which only our end can bring about. It keeps nothing waiting, and is no
 * open handle of ours. An engine that is reached by SSH gets none: what is left there goes with the next start.
 */
export function guardOwned({ modem }: Docker): void {
  const engine = placeOf(modem as object as Modem);
  if (!engine) return;
  const label = `${OWNER_LABEL}=${ownedByThisProcess()[OWNER_LABEL]}`;
  const task: GuardTask = { engine, label, owner: process.pid };
  const guard = spawn(process.execPath, [PROCESS], {
    // Ctrl-C is for all processes of the terminal, and this one's work begins there.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    // What these bring into a process of ours has no business in this one.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // Without a guard things go with the next start.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  // Not by its command line, which others can read: there may be a key in it.
  guard.stdin.write(JSON.stringify(task));
  guard.unref();
  // A pipe is a socket here, though its type does not say so.
  (guard.stdin as unknown as { unref(): void }).unref();
}

function placeOf({ protocol, socketPath, host, port, ca, cert, key }: Modem): EnginePlace | undefined {
  if (protocol === 'ssh') return undefined;
  return {
    protocol,
    ...(socketPath === undefined ? { host: host?.replace(/^\[|\]$/g, ''), port } : { socketPath }),
    ...(Array.isArray(ca) ? { ca: ca.map(String) } : asText({ ca })),
    ...asText({ cert, key }),
  };
}

function asText(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
}
