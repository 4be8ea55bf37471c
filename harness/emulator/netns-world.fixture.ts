/** For a test: a world with one target in this process, whoever runs it. Prints what a client and its target saw. */
import { createRandom } from '../core/random.ts';
import { deploy } from '../deployment/deploy.ts';
import { UdpFlow } from '../traffic/udp-client.ts';
import { startNetnsWorld } from './netns-world.ts';

await using world = await startNetnsWorld();
await using nlb = await deploy(world, { zones: 1, targets: 1 });
const [node] = await nlb.nodeAddresses();
await using flow = new UdpFlow({
  socket: await world.openClientSocket({ address: undefined, port: undefined }),
  clock: world.clock,
  random: createRandom(1),
  destination: { address: node!, port: nlb.listenerPort },
});
const { from, seenSource } = await flow.send();
console.log(JSON.stringify({ user: process.getuid?.(), node, from, local: flow.local, seenSource }));
