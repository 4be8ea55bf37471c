/**
 * Entry of the process that holds a private network: started in fresh namespaces, it makes the network, does as
 * it is told, and ends with whoever started it. With it goes the network.
 */
import type { Socket as UdpSocket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../../core/network/endpoint.ts';
import { waitForListener } from '../loopback/wait-for-listener.ts';
import { untilConnected } from '../open-connection.ts';
import type { HolderMessage, HolderRequest } from './holder-protocol.ts';
import { PrivateNetwork } from './private-network.ts';

type Handle = UdpSocket | Server | Socket;

interface Outcome {
  readonly netFile?: string;
  /** Goes to the harness and is closed here. */
  readonly handle?: Handle;
}

/** With the harness this process ends, and with it all waiting. */
const unwanted = new Promise<never>(() => undefined);
/** For files such as sockets, which namespaces do not separate. */
const directory = mkdtempSync(join(tmpdir(), 'nlb-'));
const network = createNetwork();
process.on('disconnect', () => {
  removeDirectory();
  process.exit();
});
process.on('message', async (request: HolderRequest) => {
  const { id } = request;
  try {
    const { handle, ...rest } = await carryOut(request);
    send({ type: 'done', id, ...rest }, handle);
  } catch (error) {
    send(failure(id, error));
  }
});
send({ type: 'ready', directory });

function createNetwork(): PrivateNetwork {
  try {
    return new PrivateNetwork(directory);
  } catch (error) {
    removeDirectory();
    process.send?.(failure(undefined, error), () => process.exit(1));
    throw error;
  }
}

function removeDirectory(): void {
  rmSync(directory, { recursive: true, force: true });
}

async function carryOut(request: HolderRequest): Promise<Outcome> {
  switch (request.type) {
    case 'add-host':
      return { netFile: network.addHost(request.name, request.address) };
    case 'remove-host':
      network.removeHost(request.name);
      return {};
    case 'open-udp':
      return { handle: network.openUdp(request.host, request.at) };
    case 'open-connection': {
      const { host, at, to, patienceMs } = request;
      return { handle: await untilConnected(network.openConnection(host, at, to), patienceMs) };
    }
    case 'open-server':
      return { handle: await (request.transport === 'udp' ? bindUdp(request.at) : listen(request.at)) };
    case 'wait-for-listener':
      await waitForListener(request.at, request.patienceMs, unwanted);
      return {};
    case 'node-addresses':
      network.setNodeAddresses(request.addresses);
      return {};
    case 'load-rules':
      network.loadRules(request.rules);
      return {};
  }
}

function bindUdp({ address, port }: Endpoint): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => resolve(socket));
  });
}

function listen({ address, port }: Endpoint): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}

function send(message: HolderMessage, handle?: Handle): void {
  if (!process.connected) return;
  process.send?.(message, handle, {}, () => (handle instanceof Socket ? handle.destroy() : handle?.close()));
}

function failure(id: number | undefined, error: unknown): HolderMessage {
  const { code, message } = error as NodeJS.ErrnoException;
  return { type: 'failed', id, code, message };
}
