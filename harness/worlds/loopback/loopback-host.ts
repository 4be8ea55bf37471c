import type { MappedEndpoint } from '../../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../../core/network/endpoint.ts';
import type {
  CommandConfig,
  ParsedUserData,
  ProgramConfig,
  SidecarsConfig,
} from '../../targets/agent-config.ts';
import { plainCommand } from '../plain-command.ts';
import { START_PATIENCE_MS } from '../start-patience.ts';
import type { HostSpec, StartedHost } from '../world.ts';
import { startAgent } from './agent-process.ts';
import { freePort } from './free-port.ts';
import { HostProcess } from './host-process.ts';
import { HostPrograms } from './host-programs.ts';
import { waitForListener } from './wait-for-listener.ts';

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
  const { udpPort, tcpPort, health, healthPort, controlPort, sidecars } = userData.config;
  const asked = {
    udpPort: udpPort === undefined ? undefined : await place.portFor('udp', udpPort),
    healthPort: health && (await place.portFor('tcp', health.port)),
    tcpPort: tcpPort === undefined ? undefined : await place.portFor('tcp', tcpPort),
    controlPort: await place.portFor('tcp', controlPort),
  };
  const { process, ports } = await startAgent(place.spec.id, userData, place.address, asked);
  const enter = (protocol: TransportProtocol, emulated: number | undefined, actual: number | undefined) => {
    if (emulated !== undefined && actual !== undefined) enterPort(place, protocol, emulated, actual);
  };
  enter('udp', udpPort, ports.udpPort);
  enter('tcp', health?.port, ports.healthPort);
  enter('tcp', tcpPort, ports.tcpPort);
  enter('tcp', controlPort, ports.controlPort);
  const told = {
    UDP_PORT: ports.udpPort,
    HEALTH_PORT: ports.healthPort ?? (await assignPort(place, 'tcp', healthPort)),
  };
  const programs = await HostPrograms.beside(process, sidecars, (sidecar) =>
    startProgram(place, sidecar, told),
  );
  if (sidecars && !health) await waitForHealthPort(place, programs, told, userData.config);
  return new LoopbackHost(place, programs, { address: place.address, port: ports.controlPort });
}

async function startCommand(place: HostPlace, config: CommandConfig): Promise<HostPrograms> {
  const told = {
    UDP_PORT: await assignPort(place, 'udp', config.udpPort),
    HEALTH_PORT: await assignPort(place, 'tcp', config.healthPort),
  };
  const start = (program: ProgramConfig) => startProgram(place, program, told);
  const programs = await HostPrograms.beside(await start(config), config.sidecars, start);
  await waitForHealthPort(place, programs, told, config);
  return programs;
}

/** The actual ports that a host's programs are told of, by the name of the variable. */
interface ToldPorts {
  readonly UDP_PORT: number | undefined;
  readonly HEALTH_PORT: number | undefined;
}

/** A program does not tell what it bound, so it gets a port that is free now. */
async function assignPort(
  place: HostPlace,
  protocol: TransportProtocol,
  port: number | undefined,
): Promise<number | undefined> {
  if (port === undefined) return undefined;
  const actual = (await place.portFor(protocol, port)) || (await freePort(protocol, place.address));
  enterPort(place, protocol, port, actual);
  return actual;
}

function startProgram({ address }: HostPlace, program: ProgramConfig, told: ToldPorts): Promise<HostProcess> {
  const ports = Object.entries(told).filter(([, port]) => port !== undefined);
  return HostProcess.start({
    command: plainCommand(program),
    environment: {
      ...process.env,
      ...program.environment,
      ADDRESS: address,
      ...Object.fromEntries(ports.map(([name, port]) => [name, String(port)])),
    },
    endsWithInput: false,
  });
}

async function waitForHealthPort(
  { address, abandoned }: HostPlace,
  { exited }: HostPrograms,
  { HEALTH_PORT: port }: ToldPorts,
  { startTimeoutMs = START_PATIENCE_MS }: SidecarsConfig,
): Promise<void> {
  if (port === undefined) return;
  await waitForListener({ address, port }, startTimeoutMs, Promise.race([exited, abandoned]));
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
  readonly #programs: HostPrograms | undefined;
  readonly #onStopped: () => void;
  #stopped: Promise<void> | undefined;

  constructor(place: HostPlace, programs: HostPrograms | undefined, control: Endpoint | undefined) {
    this.spec = place.spec;
    this.control = control;
    this.#programs = programs;
    this.#onStopped = () => place.onStopped();
    // A host without process has nothing that could end.
    this.exited = programs?.exited ?? new Promise(() => undefined);
  }

  get said() {
    const programs = this.#programs;
    return programs && ((text: string) => programs.said(text));
  }

  stop(): Promise<void> {
    this.#stopped ??= (this.#programs?.stop() ?? Promise.resolve()).then(this.#onStopped);
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
