/**
 * For a test: starts a host network in this process, asks the agent of a host, and prints what it saw. With `hold`
 * it stays until it is killed.
 */
import { AGENT, parseAgent } from '../private-host-network.fixture.ts';
import { startNetnsHostNetwork } from './netns-host-network.ts';

const network = await startNetnsHostNetwork({ parseUserData: parseAgent });
const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
const service = await host.run!(['sleep', '600']);
const socket = await network.openClientSocket({ address: '203.0.113.9', port: 40_000 });
const reply = new Promise<Uint8Array>((resolve) => socket.onDatagram((payload) => resolve(payload)));
await socket.send(new TextEncoder().encode('#1'), { address: '172.31.0.4', port: 8080 });
const { source } = JSON.parse(new TextDecoder().decode(await reply));
console.log(JSON.stringify({ user: process.getuid?.(), source, directory: network.directory }));
if (process.argv[2] !== 'hold') {
  await network[Symbol.asyncDispose]();
  console.log(`gone: ${await service.ended}`);
}
