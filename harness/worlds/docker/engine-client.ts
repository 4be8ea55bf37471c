import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { type EngineAddress, engineAddress } from './engine-address.ts';

/** A client of the Docker engine at an address; nothing is sent yet. Rejects with HARNESS_DOCKER_UNAVAILABLE. */
export async function engineClient(address: EngineAddress = engineAddress()): Promise<Docker> {
  // Takes a tenth of a second to load, and most worlds have no engine.
  const { default: Engine } = await import('dockerode');
  const local = /^(?:unix|npipe):\/\/(\/.+)$/.exec(address.url)?.[1];
  if (local !== undefined) return new Engine({ socketPath: local });
  const url = URL.parse(address.url);
  if (!url?.hostname) {
    throw new HarnessError(
      'HARNESS_DOCKER_UNAVAILABLE',
      `'${address.url}' is no place of a Docker engine (${address.source})`,
      'Write it like unix:///var/run/docker.sock or tcp://192.0.2.1:2376',
    );
  }
  const { hostname: host, port, username } = url;
  if (url.protocol === 'ssh:') {
    const agent = process.env.SSH_AUTH_SOCK;
    const sshOptions = agent === undefined ? {} : { agent };
    return new Engine({ protocol: 'ssh', host, port: port || 22, username, sshOptions });
  }
  const isTls = url.protocol === 'https:' || address.certificates !== undefined;
  return new Engine({
    host,
    port: port || (isTls ? 2376 : 2375),
    protocol: isTls ? 'https' : 'http',
    ...readCertificates(address),
  });
}

function readCertificates({ certificates, source }: EngineAddress) {
  if (certificates === undefined) return {};
  try {
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) =>
      readFileSync(join(certificates, file), 'utf8'),
    ) as [string, string, string];
    return { ca, cert, key };
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_DOCKER_UNAVAILABLE',
      `The certificates for the Docker engine cannot be read (${source}): ${(cause as Error).message}`,
      'Put ca.pem, cert.pem and key.pem there, or say in DOCKER_CERT_PATH where they are',
      { cause },
    );
  }
}
