import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { NodeTransport } from './node-transport.ts';
import type { NodeEvent, NodeSettings } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import type { StartedNode } from './started-node.ts';

/** How long the process has to end by itself when its standard input does, in real time. */
const ENDING_PATIENCE_MS = 2_000;
const KEPT_CHARACTERS = 2_000;

/** What the process of a node runs. Compiled like this module: TypeScript in the working tree, JavaScript in the package. */
export const NODE_ENTRY = fileURLToPath(
  new URL(`./stdio.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

/** The process of a node, wherever it runs. It ends with its standard input. */
export interface NodeProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly closed: Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** Has a process of its own, which runs {@link NODE_ENTRY}, be a load-balancer node. */
export function startProcessNode(settings: NodeSettings, process: NodeProcess): Promise<StartedNode> {
  return startRemoteNode(transportOf(process), settings);
}

function transportOf(process: NodeProcess): NodeTransport {
  const lost = Promise.withResolvers<Error>();
  let said = '';
  let closed: Promise<void> | undefined;
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-KEPT_CHARACTERS);
  });
  // A process that has gone cannot be written to; that it has gone is told below.
  process.stdin.on('error', () => undefined);
  const drained = new Promise<void>((resolve) => process.stderr.once('close', resolve));
  process.exited.then(async ({ status, signal }) => {
    if (closed) return;
    await drained;
    const ending = signal ? `was ended by ${signal}` : `ended with status ${status}`;
    lost.resolve(new Error(`its process ${ending}${said && `, having said: ${said.trim()}`}`));
  });
  const close = async () => {
    process.stdin.end();
    const timer = setTimeout(() => process.signal('SIGKILL'), ENDING_PATIENCE_MS);
    await process.exited;
    clearTimeout(timer);
    process.stdin.destroy();
    await process.closed;
  };
  return {
    post: (command) => process.stdin.write(`${JSON.stringify(command)}\n`),
    onEvent: (listener) => {
      createInterface({ input: process.stdout }).on('line', (line) =>
        listener(JSON.parse(line) as NodeEvent),
      );
    },
    lost: lost.promise,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
