/** Entry of the worker thread that load-balancer nodes run in, one after the other. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { LoadBalancerNode } from './node.ts';

if (!parentPort) throw new Error('worker.ts runs in a worker thread only: start it with startWorkerNode');
parentPort.on('message', (port: MessagePort) => {
  new LoadBalancerNode({
    send: (event) => port.postMessage(event),
    onCommand: (listener) => port.on('message', listener),
  });
});
