import { expect, test } from 'vitest';
import { HeldNetwork } from './held-network.ts';
import { StartedHolder } from './started-holder.ts';

/** More than a system needs to come back to a name, once it has cleared away what bore it. */
const NETWORKS = 25;

/** Names of networks that come and go one after the other. */
async function namesOf(holder: StartedHolder): Promise<Set<string>> {
  const names = new Set<string>();
  for (let index = 0; index < NETWORKS; index += 1) {
    const netFile = await holder.addHost(`i-${index}`, '172.31.0.9');
    {
      using network = new HeldNetwork(netFile);
      names.add(network.name);
    }
    await holder.removeHost(`i-${index}`);
  }
  return names;
}

test('the name of a network is nobody else’s for as long as it is held, and not for longer', async () => {
  await using holder = await StartedHolder.start();
  const held = new HeldNetwork(await holder.addHost('i-held', '172.31.0.4'));
  await holder.removeHost('i-held');
  expect(await namesOf(holder)).not.toContain(held.name);
  held[Symbol.dispose]();
  expect((await namesOf(holder)).size, 'names are given again').toBeLessThan(NETWORKS);
});
