import { MessageChannel } from 'node:worker_threads';
import { NodeThreads } from './node-threads.ts';
import type { NodeTransport } from './node-transport.ts';
import type { NodeEvent, NodeSettings } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import type { StartedNode } from './started-node.ts';

/** Those of this process. */
const threads = new NodeThreads();

/** Starts a load-balancer node in a worker thread. */
export function startWorkerNode(settings: NodeSettings): Promise<StartedNode> {
  return startRemoteNode(openThread(), settings);
}

function openThread(): NodeTransport {
  const thread = threads.take();
  // A channel of its own, so that nothing of the thread's last node is heard by this one's owner.
  const { port1: port, port2: nodePort } = new MessageChannel();
  thread.postMessage(nodePort, [nodePort]);
  const lost = Promise.withResolvers<Error>();
  const exited = (code: number) => lost.resolve(new Error(`its worker thread exited with code ${code}`));
  thread.once('error', lost.resolve).once('exit', exited);
  port.once('messageerror', lost.resolve);
  let stopId: number | undefined;
  let hasStopped = false;
  const close = async () => {
    thread.off('error', lost.resolve).off('exit', exited);
    port.close();
    if (hasStopped) await threads.leave(thread);
    else await thread.terminate();
  };
  let closed: Promise<void> | undefined;
  return {
    post: (command) => {
      if (command.type === 'stop') stopId = command.id;
      port.postMessage(command);
    },
    onEvent: (listener) =>
      port.on('message', (event: NodeEvent) => {
        hasStopped ||= event.type === 'done' && event.id === stopId;
        listener(event);
      }),
    lost: lost.promise,
    close() {
      closed ??= close();
      return closed;
    },
  };
}
