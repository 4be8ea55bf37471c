import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { NodeTransport } from './node-transport.ts';
import type { NodeEvent, NodeSettings } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import type { StartedNode } from './started-node.ts';

/** How long the process has to end by itself when its standard input does, in real time. */
const ENDING_PATIENCE_MS = 2_000;
const KEPT_CHARACTERS = 2_000;

/**
 * Starts a load-balancer node as a process of its own. `enter` is the command that runs another one, given as its
 * last arguments, in the network where the node is to be.
 */
export function startProcessNode(settings: NodeSettings, enter: readonly string[]): Promise<StartedNode> {
  return startRemoteNode(spawnNode(enter), settings);
}

function spawnNode(enter: readonly string[]): NodeTransport {
  // The node is compiled like this module: both are TypeScript in the working tree, JavaScript in the package.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const entry = fileURLToPath(new URL(`./stdio.${extension}`, import.meta.url));
  const [file = '', ...parameters] = [...enter, process.execPath, entry];
  const child = spawn(file, parameters, {
    env: nodeEnvironment(),
    stdio: 'pipe',
    // Whoever interrupts the harness at the terminal gets an orderly end; the node ends with its input.
    detached: true,
  });
  const lost = Promise.withResolvers<Error>();
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  let closed: Promise<void> | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-KEPT_CHARACTERS);
  });
  // A process that has gone cannot be written to; that it has gone is told below.
  child.stdin.on('error', () => undefined);
  child.once('error', lost.resolve);
  child.once('close', (status, signal) => {
    const ending = signal ? `was ended by ${signal}` : `ended with status ${status}`;
    if (!closed) lost.resolve(new Error(`its process ${ending}${said && `, having said: ${said.trim()}`}`));
  });
  const close = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), ENDING_PATIENCE_MS);
    if (child.pid !== undefined) await exited;
    clearTimeout(timer);
  };
  return {
    post: (command) => child.stdin.write(`${JSON.stringify(command)}\n`),
    onEvent: (listener) => {
      createInterface({ input: child.stdout }).on('line', (line) => listener(JSON.parse(line) as NodeEvent));
    },
    lost: lost.promise,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/**
 * Node's own variables stay out: those of a test runner or a debugger slow the node down or stop it. What Node
 * has compiled is kept where it would keep it by its own choice: a node starts with each world.
 */
function nodeEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_'));
  return { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };
}
