import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the Docker engine is to be asked. */
export interface EngineAddress {
  /** `unix:///var/run/docker.sock`, `tcp://192.0.2.1:2376`, `ssh://me@engine`. */
  readonly url: string;
  /** Who says so, for people. */
  readonly source: string;
  /** The folder with ca.pem, cert.pem and key.pem; undefined where no TLS is spoken. */
  readonly certificates: string | undefined;
}

/** What decides about it, beside what is on the disk. */
export interface EngineSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** What {@link EngineAddress.source} is where nobody has said anything. */
export const USUAL_PLACE = 'the usual place';

/** The port of engines that speak TLS. */
const TLS_PORT = '2376';

/**
 * Where the docker command would look: at DOCKER_HOST, else where the chosen context says, else at the places where
 * engines have their sockets.
 */
export function engineAddress(surroundings: EngineSurroundings = thisMachine()): EngineAddress {
  const { DOCKER_HOST, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH } = surroundings.environment;
  if (DOCKER_HOST) {
    const url = DOCKER_HOST.includes('://') ? DOCKER_HOST : `tcp://${DOCKER_HOST}`;
    const isTls =
      url.startsWith('tcp://') && (Boolean(DOCKER_TLS_VERIFY) || URL.parse(url)?.port === TLS_PORT);
    const certificates = isTls ? DOCKER_CERT_PATH || join(surroundings.home, '.docker') : undefined;
    return { url, source: 'DOCKER_HOST', certificates };
  }
  return addressOfContext(surroundings) ?? usualAddress(surroundings);
}

function thisMachine(): EngineSurroundings {
  return { environment: process.env, platform: process.platform, home: homedir() };
}

/** Undefined for the context `default`, and for one that is not there: the engine's socket may be all the same. */
function addressOfContext({ environment, home }: EngineSurroundings): EngineAddress | undefined {
  const folder = environment.DOCKER_CONFIG || join(home, '.docker');
  const chosen = environment.DOCKER_CONTEXT || readJson(join(folder, 'config.json'))?.currentContext;
  if (typeof chosen !== 'string' || chosen === '' || chosen === 'default') return undefined;
  const place = createHash('sha256').update(chosen).digest('hex');
  const url = readJson(join(folder, 'contexts', 'meta', place, 'meta.json'))?.Endpoints?.docker?.Host;
  if (typeof url !== 'string') return undefined;
  const certificates = join(folder, 'contexts', 'tls', place, 'docker');
  return {
    url,
    source: `the context '${chosen}'`,
    certificates: existsSync(certificates) ? certificates : undefined,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a file of somebody else's; each use looks at what it found
function readJson(path: string): any {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function usualAddress({ environment, platform, home }: EngineSurroundings): EngineAddress {
  const source = USUAL_PLACE;
  if (platform === 'win32') {
    return { url: 'npipe:////./pipe/docker_engine', source, certificates: undefined };
  }
  const sockets = [
    '/var/run/docker.sock',
    // Of engines without root, and of Docker Desktop.
    ...(environment.XDG_RUNTIME_DIR ? [join(environment.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
  ];
  return {
    url: `unix://${sockets.find((path) => existsSync(path)) ?? sockets[0]}`,
    source,
    certificates: undefined,
  };
}
