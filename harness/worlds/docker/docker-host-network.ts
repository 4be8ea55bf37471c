import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import { DNS_ADDRESS } from '../netns/addresses.ts';
import { filterRules } from '../netns/filter-rules.ts';
import { type HostKeeping, type ParseUserData, PrivateHostNetwork } from '../private-host-network.ts';
import type { RunningProgram } from '../running-program.ts';
import type { Capability, DnsSockets, HostNetwork, HostSpec } from '../world.ts';
import { type Carrier, createCarrier } from './carrier.ts';
import { type DockerHost, startDockerHost } from './docker-host.ts';
import { connectEngine } from './engine.ts';
import { ensureHostImage } from './host-image.ts';
import { pathInImage } from './image-context.ts';
import { WORLD_LABEL } from './labels.ts';
import { removeLeftovers } from './leftovers.ts';
import type { StationClient } from './station/station-client.ts';
import { type ContainerGround, StationContainer } from './station-container.ts';
import { isRefusedMount, unmountedFolder, type WorkingFolder, workingFolder } from './working-folder.ts';

const DNS = { address: DNS_ADDRESS, port: 53 };

export interface DockerHostNetworkOptions {
  readonly parseUserData: ParseUserData;
  /** See {@link ensureHostImage}. */
  readonly image?: string | undefined;
  /** Told a line for each step that takes its time. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

interface Parts {
  readonly ground: ContainerGround;
  readonly carrier: Carrier;
  readonly router: StationContainer;
  readonly internet: StationContainer;
}

/**
 * Starts the host network of the `docker` world: hosts are containers at their real addresses, and one more container
 * is the VPC's router.
 *
 * @throws HarnessError HARNESS_DOCKER_UNAVAILABLE, HARNESS_IMAGE_MISSING, HARNESS_IMAGE_BUILD_FAILED,
 * HARNESS_SUBNET_IN_USE, HARNESS_CONTAINER_START_FAILED
 */
export async function startDockerHostNetwork(options: DockerHostNetworkOptions): Promise<DockerHostNetwork> {
  const engine = await connectEngine();
  const { image: ownImage, onProgress } = options;
  const [image] = await Promise.all([
    ensureHostImage(engine.docker, { image: ownImage, ...(onProgress && { onProgress }) }),
    removeLeftovers(engine.docker),
  ]);
  const worldId = randomBytes(6).toString('hex');
  await using started = new AsyncDisposableStack();
  const carrier = await createCarrier(engine, worldId);
  started.defer(() => carrier.remove());
  const ground = { engine, worldId, image, network: carrier.name };
  const [router, internet] = await startBoth(started, ground);
  await router.station.request({ type: 'be-router' });
  await internet.station.request({ type: 'be-internet' });
  started.move();
  return new DockerHostNetwork({ ground, carrier, router, internet }, options);
}

/** At the same time; where one cannot start the other is not left. */
async function startBoth(
  started: AsyncDisposableStack,
  ground: ContainerGround,
): Promise<readonly [StationContainer, StationContainer]> {
  const router = StationContainer.start(ground, {
    role: 'router',
    name: 'router',
    sysctls: { 'net.ipv4.ip_forward': '1' },
  });
  const internet = StationContainer.start(ground, {
    role: 'internet',
    name: 'internet',
    // It takes all addresses for its own, and would claim them among its neighbours.
    sysctls: { 'net.ipv4.conf.all.arp_ignore': '1' },
  });
  for (const starting of await Promise.allSettled([router, internet]))
    if (starting.status === 'fulfilled') started.use(starting.value);
  return [await router, await internet];
}

/** See {@link startDockerHostNetwork}. */
export class DockerHostNetwork extends PrivateHostNetwork<DockerHost> implements HostNetwork {
  readonly capabilities: ReadonlySet<Capability> = new Set([
    'client-address',
    'client-port',
    'containers',
    'direct-traffic',
    'host-commands',
    'many-addresses',
  ]);
  /** Without its router or its Internet. */
  readonly lost: Promise<HarnessError>;
  readonly #parts: Parts;
  #folder: WorkingFolder;

  constructor(parts: Parts, { parseUserData }: DockerHostNetworkOptions) {
    super(parseUserData);
    this.#parts = parts;
    this.#folder = workingFolder(parts.ground.engine.isLocal);
    this.lost = Promise.race([parts.router, parts.internet].map(({ station }) => station.lost));
  }

  /** By which its containers and its network are marked on the engine. */
  get worldId(): string {
    return this.#parts.ground.worldId;
  }

  startInRouter(file: string): Promise<RunningProgram> {
    const module = pathInImage(pathToFileURL(file));
    return this.#parts.router.station.run({ command: ['node', module], environment: {} });
  }

  protected override async bringUp(
    spec: HostSpec,
    userData: ParsedUserData | undefined,
    keeping: HostKeeping,
  ): Promise<DockerHost> {
    const { ground, router } = this.#parts;
    const start = () => startDockerHost(spec, userData, { ...keeping, ground, router, folder: this.#folder });
    try {
      return await start();
    } catch (error) {
      if (!isRefusedMount(error)) throw error;
      this.#folder = unmountedFolder();
      return start();
    }
  }

  protected override openerAt(host: DockerHost | undefined): StationClient {
    return (host?.container ?? this.#parts.internet).station;
  }

  /** Sockets of this process are in this machine's network, and the containers have no way there. */
  protected override refuseOutsider(emulated: Endpoint): HarnessError {
    return new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `Nothing outside of the docker world can be at ${formatEndpoint(emulated)}`,
      'Give the target a command or an image, which run inside, or use the loopback world',
    );
  }

  followNodes(addresses: readonly string[]): Promise<void> {
    return this.#parts.router.station.request({ type: 'node-addresses', addresses });
  }

  followSecurityGroups(interfaces: readonly InterfaceRules[]): Promise<void> {
    return this.#parts.router.station.request({ type: 'load-rules', rules: filterRules(interfaces) });
  }

  async openDnsSockets(): Promise<DnsSockets> {
    const { station } = this.#parts.router;
    return { udp: await station.openUdp(DNS), tcp: await station.listen(DNS) };
  }

  /** Rejects with HARNESS_DOCKER_UNAVAILABLE when not all could be removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { ground, carrier, router, internet } = this.#parts;
    try {
      await this.leave(async () => {
        const removals = await Promise.allSettled([router.remove(), internet.remove()]);
        await carrier.remove();
        for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
      });
    } catch (cause) {
      throw new HarnessError(
        'HARNESS_DOCKER_UNAVAILABLE',
        `What is labelled ${WORLD_LABEL}=${ground.worldId} could not all be removed: ${(cause as Error).message.trim()}`,
        'The next docker world on this engine removes it when it starts',
        { cause },
      );
    }
  }
}
