import { styleText } from 'node:util';
import type { EnterableHost } from '../../index.ts';
import { askServedWorld, type ServedWorldOptions } from '../served-world/ask-served-world.ts';
import { listHosts } from './list-hosts.ts';
import { runByCommand } from './run-by-command.ts';

export interface ExecOptions extends ServedWorldOptions {
  readonly list: boolean;
  readonly json: boolean;
}

/** The one that the user has at home, where the host has it, too. */
const SHELL = ['/bin/sh', '-c', 'exec "$(command -v "$1" || command -v bash || command -v sh)"', 'sh'];

/** Runs a command on a host, at this terminal; a shell where there is none. Returns the command's exit code. */
export async function executeOnHost(
  host: string | undefined,
  command: readonly string[],
  options: ExecOptions,
): Promise<number> {
  if (options.list) return listHosts(options);
  const found = await askServedWorld('enter', { host }, options, isEnterable);
  const program = command.length > 0 ? command : [...SHELL, process.env.SHELL ?? 'bash'];
  if (command.length === 0 && process.stdin.isTTY) announceShell(found);
  const { entrance } = found;
  if (entrance.kind === 'command') return runByCommand(entrance, program);
  const { runInContainer } = await import('./run-in-container.ts');
  return runInContainer(entrance.id, program);
}

function announceShell({ instanceId, name, privateIpAddress }: EnterableHost): void {
  const called = name ? `${name} (${instanceId})` : instanceId;
  const text = `A shell on ${called} at ${privateIpAddress}; exit leaves it.`;
  console.error(styleText('dim', text, { stream: process.stderr }));
}

function isEnterable(value: unknown): value is EnterableHost {
  return typeof value === 'object' && value !== null && 'instanceId' in value && 'entrance' in value;
}
