import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { describeLoss } from './describe-loss.ts';
import type { Engine } from './engine.ts';
import { pathInImage } from './image-context.ts';
import { type ContainerRole, ROLE_LABEL, WORLD_LABEL } from './labels.ts';
import { removeContainer } from './remove-container.ts';
import { StationClient } from './station/station-client.ts';
import type { FolderMount } from './working-folder.ts';

/** What all containers of a world have in common. */
export interface ContainerGround {
  readonly engine: Engine;
  readonly worldId: string;
  readonly image: string;
  /** Name of the carrying network. */
  readonly network: string;
}

export interface StationContainerSpec {
  readonly role: ContainerRole;
  /** What it calls itself; unique in the world. */
  readonly name: string;
  readonly mounts?: readonly FolderMount[];
  readonly sysctls?: Readonly<Record<string, string>>;
}

/** Compiled like this module: TypeScript in the working tree, JavaScript in the package. */
const STATION = pathInImage(
  new URL(`./station/main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);
const KEPT_CHARACTERS = 2_000;
/** A station says that it is there in a quarter of a second; this is for engines that are very busy. Real time. */
const START_PATIENCE_MS = 60_000;

/** A container whose first process is a station. It ends when we do: with its standard input. */
export class StationContainer implements AsyncDisposable {
  readonly id: string;
  readonly station: StationClient;
  readonly #container: Docker.Container;
  readonly #connection: Duplex;
  #removed: Promise<void> | undefined;

  private constructor(container: Docker.Container, connection: Duplex, name: string) {
    this.id = container.id;
    this.#container = container;
    this.#connection = connection;
    this.station = this.#command(name);
  }

  /** @throws HarnessError HARNESS_CONTAINER_START_FAILED */
  static async start(ground: ContainerGround, spec: StationContainerSpec): Promise<StationContainer> {
    const { docker } = ground.engine;
    let container: Docker.Container | undefined;
    let started: StationContainer | undefined;
    try {
      container = await docker.createContainer(description(ground, spec));
      const connection = (await container.attach({
        stream: true,
        stdin: true,
        stdout: true,
        stderr: true,
        hijack: true,
      })) as Duplex;
      started = new StationContainer(container, connection, spec.name);
      await container.start();
      await withinPatience(started.station.ready);
      return started;
    } catch (cause) {
      const left = started?.remove() ?? (container && removeContainer(container));
      await left?.catch(() => undefined);
      throw new HarnessError(
        'HARNESS_CONTAINER_START_FAILED',
        `The container of ${spec.name} did not start: ${(cause as Error).message}`,
        'Look at what the engine said; nlb-harness doctor says what the docker world needs',
        { cause },
      );
    }
  }

  /** Idempotent. */
  remove(): Promise<void> {
    this.#removed ??= removeContainer(this.#container).finally(() => this.#connection.destroy());
    return this.#removed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }

  #command(name: string): StationClient {
    const connection = this.#connection;
    const output = new PassThrough();
    const errors = new PassThrough();
    let said = '';
    errors.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-KEPT_CHARACTERS);
    });
    this.#container.modem.demuxStream(connection, output, errors);
    const lost = new Promise<void>((resolve) => {
      connection.once('end', resolve);
      connection.once('close', resolve);
      connection.on('error', () => resolve());
    }).then(async () => {
      output.end();
      const why = this.#removed ? 'it was stopped' : await describeLoss(this.#container);
      return new Error(`The container of ${name} is gone: ${why}${said && `, having said: ${said.trim()}`}`);
    });
    return new StationClient({ input: connection, output, lost });
  }
}

function description(
  { engine, worldId, image, network }: ContainerGround,
  { role, name, mounts = [], sysctls = {} }: StationContainerSpec,
): Docker.ContainerCreateOptions {
  return {
    name: `nlb-harness-${worldId}-${name}`,
    Hostname: name,
    Image: image,
    Cmd: ['node', STATION],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Labels: { ...engine.labels, [WORLD_LABEL]: worldId, [ROLE_LABEL]: role },
    HostConfig: {
      AutoRemove: true,
      // What programs leave behind when they end has somebody to see to it.
      Init: true,
      NetworkMode: network,
      CapAdd: ['NET_ADMIN'],
      Mounts: [...mounts],
      Sysctls: { 'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.default.rp_filter': '0', ...sysctls },
    },
  };
}

async function withinPatience(ready: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`it said nothing within ${START_PATIENCE_MS / 1_000} s`));
  }, START_PATIENCE_MS);
  try {
    await Promise.race([ready, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
