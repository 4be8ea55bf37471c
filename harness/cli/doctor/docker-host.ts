import type { RequestOptions } from 'node:http';

/** Where a Docker engine is to be asked, as DOCKER_HOST says or as its platform has it. */
export interface DockerHost {
  /** What people call the place. */
  readonly place: string;
  /** Undefined where it cannot be asked with plain HTTP: over SSH, or with TLS. */
  readonly options: RequestOptions | undefined;
}

export function connectionOptions(dockerHost: string | undefined, platform: NodeJS.Platform): DockerHost {
  const place =
    dockerHost || (platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock');
  const local = /^(?:unix|npipe):\/\/(\/.+)$/.exec(place)?.[1];
  if (local !== undefined) return { place, options: { socketPath: local } };
  const [, host, port = '2375'] = /^(?:tcp|http):\/\/([^/:]+)(?::(\d+))?\/?$/.exec(place) ?? [];
  return { place, options: host === undefined ? undefined : { host, port } };
}
