/**
 * For a test: starts a host network in this process, with an agent and a program of an image, says which world it is,
 * and stays until it is killed.
 */
import { generateUserData, parseUserData } from '../../targets/user-data.ts';
import { AGENT } from '../private-host-network.fixture.ts';
import { startDockerHostNetwork } from './docker-host-network.ts';
import { hostImageName } from './host-image.ts';

const network = await startDockerHostNetwork({ parseUserData });
const program = generateUserData({ image: hostImageName(), command: ['sleep', '600'], environment: {} });
await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
await network.startHost({ id: 'i-2', address: '172.31.0.5', userData: program });
console.log(JSON.stringify({ worldId: network.worldId }));
