import type { MappedEndpoint } from '../../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../../core/network/endpoint.ts';
import type { CommandConfig, ParsedUserData } from '../../targets/agent-config.ts';
import type { HostSpec, StartedHost } from '../world.ts';
import { startAgent } from './agent-process.ts';
import { freePort } from './free-port.ts';
import { HostProcess } from './host-process.ts';
import { waitForListener } from './wait-for-listener.ts';

/**
 * How long a command may take until its health port answers, in real time. In virtual time minutes of failed
 * checks go by in no time at all, so a service that is still starting would never get its chance. A service
 * without health listener costs all of it, once.
 */
const START_PATIENCE_MS = 5_000;

/** How a host's endpoints come to be on this machine. */
export interface HostPlace {
  readonly spec: HostSpec;
  readonly address: string;
  /** The port to bind for an emulated one; 0 where any will do and is entered afterwards. */
  portFor(protocol: TransportProtocol, port: number): Promise<number>;
  /** Enters an endpoint that was bound elsewhere than it is in the emulated network. */
  moved(mapped: MappedEndpoint): void;
  /** Resolves when nobody wants the host any more, so that its start need not be waited for. */
  readonly abandoned: Promise<void>;
  /** Takes the host's endpoints back. */
  onStopped(): void;
}

/** Starts what user data says; a host without process when it says nothing that can be run here. */
export async function startLoopbackHost(
  place: HostPlace,
  userData: ParsedUserData | undefined,
): Promise<LoopbackHost> {
  if (userData === undefined) return new LoopbackHost(place, undefined, undefined);
  if (userData.kind === 'command')
    return new LoopbackHost(place, await startCommand(place, userData.config), undefined);
  const { udpPort, health, controlPort } = userData.config;
  const asked = {
    udpPort: udpPort === undefined ? undefined : await place.portFor('udp', udpPort),
    healthPort: health && (await place.portFor('tcp', health.port)),
    controlPort: await place.portFor('tcp', controlPort),
  };
  const { process, ports } = await startAgent(place.spec.id, userData, place.address, asked);
  const enter = (protocol: TransportProtocol, emulated: number | undefined, actual: number | undefined) => {
    if (emulated !== undefined && actual !== undefined) enterPort(place, protocol, emulated, actual);
  };
  enter('udp', udpPort, ports.udpPort);
  enter('tcp', health?.port, ports.healthPort);
  enter('tcp', controlPort, ports.controlPort);
  return new LoopbackHost(place, process, { address: place.address, port: ports.controlPort });
}

async function startCommand(place: HostPlace, config: CommandConfig): Promise<HostProcess> {
  const { command, environment, udpPort, healthPort } = config;
  const ports: NodeJS.ProcessEnv = {};
  const assign = async (name: string, protocol: TransportProtocol, port: number | undefined) => {
    if (port === undefined) return;
    // A command does not tell what it bound, so it gets a port that is free now.
    const actual = (await place.portFor(protocol, port)) || (await freePort(protocol, place.address));
    enterPort(place, protocol, port, actual);
    ports[name] = String(actual);
  };
  await assign('UDP_PORT', 'udp', udpPort);
  await assign('HEALTH_PORT', 'tcp', healthPort);
  const host = await HostProcess.start({
    command,
    environment: { ...process.env, ...environment, ADDRESS: place.address, ...ports },
    endsWithInput: false,
  });
  const health = ports.HEALTH_PORT;
  if (health !== undefined)
    await waitForListener(
      { address: place.address, port: Number(health) },
      START_PATIENCE_MS,
      Promise.race([host.exited, place.abandoned]),
    );
  return host;
}

function enterPort(place: HostPlace, protocol: TransportProtocol, emulated: number, actual: number): void {
  place.moved({
    protocol,
    emulated: { address: place.spec.address, port: emulated },
    actual: { address: place.address, port: actual },
  });
}

/** A running host of the loopback world. */
export class LoopbackHost implements StartedHost {
  readonly spec: HostSpec;
  readonly control: Endpoint | undefined;
  readonly exited: Promise<{ readonly detail: string }>;
  readonly #process: HostProcess | undefined;
  readonly #onStopped: () => void;
  #stopped: Promise<void> | undefined;

  constructor(place: HostPlace, process: HostProcess | undefined, control: Endpoint | undefined) {
    this.spec = place.spec;
    this.control = control;
    this.#process = process;
    this.#onStopped = () => place.onStopped();
    // A host without process has nothing that could end.
    this.exited = process?.exited ?? new Promise(() => undefined);
  }

  stop(): Promise<void> {
    this.#stopped ??= (this.#process?.stop() ?? Promise.resolve()).then(this.#onStopped);
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
