import { Worker } from 'node:worker_threads';
import type { NodeTransport } from './node-transport.ts';
import type { NodeSettings } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import type { StartedNode } from './started-node.ts';

/** Starts a load-balancer node in a worker thread. */
export function startWorkerNode(settings: NodeSettings): Promise<StartedNode> {
  return startRemoteNode(openWorker(), settings);
}

function openWorker(): NodeTransport {
  // The node is compiled like this module: both are TypeScript in the working tree, JavaScript in the package.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    name: 'load-balancer-node',
    execArgv: [],
  });
  const lost = Promise.withResolvers<Error>();
  let closed: Promise<number> | undefined;
  worker.once('error', lost.resolve);
  worker.once('messageerror', lost.resolve);
  worker.once('exit', (code) => {
    if (!closed) lost.resolve(new Error(`its worker thread exited with code ${code}`));
  });
  return {
    post: (command) => worker.postMessage(command),
    onEvent: (listener) => worker.on('message', listener),
    lost: lost.promise,
    async close() {
      closed ??= worker.terminate();
      await closed;
    },
  };
}
