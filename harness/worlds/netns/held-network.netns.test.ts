import { expect, test } from 'vitest';
import { HeldNetwork } from './held-network.ts';
import { StartedHolder } from './started-holder.ts';

/** More than a system that is not busy needs to come back to a name, once it has cleared away what bore it. */
const NETWORKS = 25;

/** The name of a network that comes and goes. */
async function nameOfAnother(holder: StartedHolder): Promise<string> {
  const netFile = await holder.addHost('i-another', '172.31.0.9');
  using network = new HeldNetwork(netFile);
  const { name } = network;
  await holder.removeHost('i-another');
  return name;
}

test('the name of a network is nobody else’s for as long as it is held, and not for longer', async () => {
  await using holder = await StartedHolder.start();
  const held = new HeldNetwork(await holder.addHost('i-held', '172.31.0.4'));
  await holder.removeHost('i-held');
  for (let index = 0; index < NETWORKS; index += 1) expect(await nameOfAnother(holder)).not.toBe(held.name);
  held[Symbol.dispose]();
  // Otherwise it would prove nothing: names are given again, when the system has got round to clearing them away.
  const names = new Set<string>();
  for (let name = held.name; !names.has(name); name = await nameOfAnother(holder)) names.add(name);
});
