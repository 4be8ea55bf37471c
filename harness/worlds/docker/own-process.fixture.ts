/**
 * For a test: starts a host network in this process, with one host and another that runs a program of an image, says
 * which world it is, and stays until it is killed. With `stop` it stops the network.
 */
import { startDockerHostNetwork } from './docker-host-network.ts';
import { hostImageName } from './host-image.ts';

const network = await startDockerHostNetwork({
  parseUserData: () => ({
    kind: 'command',
    config: { image: hostImageName(), command: ['sleep', '600'], environment: {} },
  }),
});
await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: undefined });
await network.startHost({ id: 'i-2', address: '172.31.0.5', userData: 'a program' });
console.log(JSON.stringify({ worldId: network.worldId }));
if (process.argv[2] === 'stop') await network[Symbol.asyncDispose]();
