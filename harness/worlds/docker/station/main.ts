/**
 * Entry of the first process of each container: does as it is told on its standard input, and ends with it. With this
 * process the container goes, and with whoever started it the input: so nothing stays behind.
 */
import { createInterface } from 'node:readline';
import type { Endpoint } from '../../../core/network/endpoint.ts';
import { waitForListener } from '../../loopback/wait-for-listener.ts';
import { NodeAddresses } from '../../netns/node-addresses.ts';
import { runNft } from '../../netns/run-network-program.ts';
import { ByteStreams, isStreamMessage } from './byte-stream.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import { Programs } from './programs.ts';
import type { FromStation, StationAction, ToStation } from './protocol.ts';
import { addHost, becomeHost, becomeInternet, becomeRouter, removeHost } from './roles.ts';
import { Sockets } from './sockets.ts';

/** With the harness this process ends, and with it all waiting. */
const unwanted = new Promise<never>(() => undefined);
const nodeAddresses = new NodeAddresses();
const streams = new ByteStreams(send);
const programs = new Programs(streams, send);
const sockets = new Sockets(streams, send);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => take(JSON.parse(line) as ToStation));
lines.once('close', () => process.exit());
send({ type: 'ready', version: PACKAGE_VERSION });

function take(message: ToStation): void {
  if (isStreamMessage(message)) streams.take(message);
  else if (message.type === 'signal') programs.signal(message);
  else void answer(message);
}

async function answer(request: StationAction & { readonly id: number }): Promise<void> {
  const { id } = request;
  try {
    send({ type: 'done', id, bound: (await carryOut(request)) as Endpoint | undefined });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    send({ type: 'failed', id, code, message });
  }
}

/** Only sockets and servers have an outcome: where they are. */
function carryOut(action: StationAction): unknown {
  switch (action.type) {
    case 'be-router':
      return becomeRouter();
    case 'be-internet':
      return becomeInternet();
    case 'be-host':
      return becomeHost(action.address);
    case 'add-host':
      return addHost(action.address);
    case 'remove-host':
      return removeHost(action.address);
    case 'node-addresses':
      return nodeAddresses.set(action.addresses);
    case 'load-rules':
      return runNft(action.rules);
    case 'run':
      return programs.run(action);
    case 'open-udp':
      return sockets.openUdp(action);
    case 'send-udp':
      return sockets.sendUdp(action);
    case 'close-udp':
      return sockets.closeUdp(action);
    case 'listen':
      return sockets.listen(action);
    case 'close-server':
      return sockets.closeServer(action);
    case 'connect':
      return sockets.connect(action);
    case 'open-connection':
      return sockets.openConnection(action);
    case 'wait-for-listener':
      return waitForListener(action.at, action.patienceMs, unwanted);
  }
}

function send(message: FromStation): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
