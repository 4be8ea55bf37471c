/** Entry of the worker thread that a load-balancer node runs in. */
import { parentPort } from 'node:worker_threads';
import { LoadBalancerNode } from './node.ts';

if (!parentPort) throw new Error('worker.ts runs in a worker thread only: start it with startWorkerNode');
const port = parentPort;
new LoadBalancerNode({
  send: (event) => port.postMessage(event),
  onCommand: (listener) => port.on('message', listener),
});
