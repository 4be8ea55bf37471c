/** Entry of a load-balancer node as its own process: a command a line on stdin, an event a line on stdout. */
import { createInterface } from 'node:readline';
import { LoadBalancerNode } from './node.ts';
import type { NodeCommand } from './protocol.ts';

const lines = createInterface({ input: process.stdin });
const node = new LoadBalancerNode({
  send: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  onCommand: (listener) => lines.on('line', (line) => listener(JSON.parse(line) as NodeCommand)),
});
// Nobody can command a node whose stdin has ended: whoever started it is gone. Otherwise its sockets keep it.
lines.once('close', () => process.exit());
void node.stopped.then(() => lines.close());
