import { Agent } from 'node:http';
import type Docker from 'dockerode';
import type { ContainerRuntimeClient } from 'testcontainers';
import { HarnessError } from '../../errors.ts';
import { engineAddress, USUAL_PLACE } from './engine-address.ts';
import { engineClient } from './engine-client.ts';
import { guardOwned } from './guard.ts';
import { ownedByThisProcess } from './owner.ts';
import { requireEngine } from './requirements.ts';

/** A Docker engine that answers, and how what we make there is marked. */
export interface Engine {
  readonly docker: Docker;
  /**
   * By Testcontainers' own Ryuk, where it runs, removes what a killed process leaves behind; by ours a guard does, or
   * the next start.
   */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is reached by a socket, and so is on this machine in most cases. */
  readonly isLocal: boolean;
}

/** What dockerode speaks through, as far as it concerns us. */
interface Modem {
  agent?: Agent;
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: string | number;
}

let connected: Promise<Engine> | undefined;

/**
 * The engine that DOCKER_HOST, the Docker context or the usual sockets lead to: the one that `doctor` examines. Asked
 * once a process.
 *
 * @throws HarnessError HARNESS_DOCKER_UNAVAILABLE
 */
export function connectEngine(): Promise<Engine> {
  if (!connected) {
    connected = connect();
    // It may be there the next time.
    connected.catch(() => {
      connected = undefined;
    });
  }
  return connected;
}

async function connect(): Promise<Engine> {
  const client = await findEngine();
  const docker = client.container.dockerode;
  const modem: Modem = docker.modem as object;
  // Connections that are kept for later would look like something that was left open.
  modem.agent = new Agent({ keepAlive: false });
  const sessionId = await joinSession(client);
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') guardOwned(docker);
  return {
    docker,
    labels: {
      'org.testcontainers': 'true',
      'org.testcontainers.session-id': sessionId,
      ...ownedByThisProcess(),
    },
    isLocal: modem.socketPath !== undefined,
  };
}

/**
 * Testcontainers' way to the engine. It would look for another one where the one that was chosen does not answer, and
 * knows nothing of contexts.
 */
async function findEngine(): Promise<ContainerRuntimeClient> {
  const address = engineAddress();
  await requireEngine(address);
  const { url, source, certificates } = address;
  if (!process.env.DOCKER_HOST && source !== USUAL_PLACE) {
    process.env.DOCKER_HOST = url;
    if (certificates) Object.assign(process.env, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates });
  }
  // Takes a fifth of a second to load, and most worlds have no engine.
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient().catch((cause: Error) => {
    throw unusable(url, cause.message, cause);
  });
  const found = placeOf(client.container.dockerode);
  if (found !== placeOf(await engineClient(address))) throw unusable(url, `it uses the one at ${found}`);
  return client;
}

function placeOf({ modem }: Docker): string {
  const { socketPath, host, port } = modem as Modem;
  return socketPath ?? `${host}:${port}`;
}

function unusable(url: string, why: string, cause?: Error): HarnessError {
  return new HarnessError(
    'HARNESS_DOCKER_UNAVAILABLE',
    `The engine at ${url} answers, but Testcontainers does not use it: ${why}`,
    'Say where the engine is in DOCKER_HOST, as unix:// or tcp://, and not in ~/.testcontainers.properties',
    { cause },
  );
}

/** Ryuk is used where it can be had. Where its image cannot be, a guard of ours does its work. */
async function joinSession(client: ContainerRuntimeClient): Promise<string> {
  const { getReaper } = await import('testcontainers');
  try {
    return (await getReaper(client)).sessionId;
  } catch {
    process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
    return (await getReaper(client)).sessionId;
  }
}
