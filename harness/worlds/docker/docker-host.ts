import type { ParsedUserData, ProgramConfig } from '../../targets/agent-config.ts';
import { startAgent } from '../loopback/agent-process.ts';
import { HostProcess } from '../loopback/host-process.ts';
import { HostPrograms } from '../loopback/host-programs.ts';
import { ProgramCommand } from '../program-command.ts';
import type { AgentControl, HostCommand, HostEntrance, HostSpec, StartedHost } from '../world.ts';
import { startImageProgram } from './image-program.ts';
import { type ContainerGround, StationContainer } from './station-container.ts';
import type { WorkingFolder } from './working-folder.ts';

/** How long a service may take until its health port answers, in real time: as in the loopback world. */
const START_PATIENCE_MS = 5_000;

/** Where the agent takes commands inside its container. */
const CONTROL_PATH = '/run/nlb-harness-agent.sock';

/** What the network that a host belongs to has to say and to hear. */
export interface HostKeeping {
  readonly ground: ContainerGround;
  readonly router: StationContainer;
  readonly folder: WorkingFolder;
  /** Resolves when nobody wants the host any more, so that its start need not be waited for. */
  readonly abandoned: Promise<void>;
  readonly onStopped: () => void;
}

interface Running {
  readonly programs: HostPrograms | undefined;
  readonly control: AgentControl | undefined;
}

interface ToldPorts {
  readonly udpPort: number | undefined;
  readonly healthPort: number | undefined;
}

/** Starts the container that is an instance, and in it what user data says, if it says anything that can be run. */
export async function startDockerHost(
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  keeping: HostKeeping,
): Promise<DockerHost> {
  const { ground, router, folder } = keeping;
  const [container] = await Promise.all([
    StationContainer.start(ground, { role: 'host', name: spec.id, binds: folder.binds }),
    router.station.request({ type: 'add-host', address: spec.address }),
  ]);
  try {
    await container.station.request({ type: 'be-host', address: spec.address });
    return new DockerHost(spec, container, await startUserData(spec, userData, container, keeping), keeping);
  } catch (error) {
    await container.remove();
    throw error;
  }
}

async function startUserData(
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  { id, station }: StationContainer,
  { ground, folder, abandoned }: HostKeeping,
): Promise<Running> {
  if (userData === undefined) return { programs: undefined, control: undefined };
  const { address } = spec;
  const untilHealthPort = async ({ exited }: HostPrograms, port: number | undefined) => {
    if (port === undefined) return;
    const listens = station.request({
      type: 'wait-for-listener',
      at: { address, port },
      patienceMs: START_PATIENCE_MS,
    });
    await Promise.race([listens, exited, abandoned]);
  };
  const startProgram = (program: ProgramConfig, ports: ToldPorts) => {
    const environment = { ...program.environment, ...toldVariables(address, ports) };
    const { image, command = [] } = program;
    const start =
      image === undefined
        ? () => station.run({ command: folder.check(inContainer(command)), environment }, folder.inside)
        : () => startImageProgram(ground, { ...program, image, environment, hostContainerId: id });
    return HostProcess.start({ command, environment, endsWithInput: false }, start);
  };
  if (userData.kind === 'command') {
    const { udpPort, healthPort, sidecars } = userData.config;
    const start = (program: ProgramConfig) => startProgram(program, { udpPort, healthPort });
    const programs = await HostPrograms.beside(await start(userData.config), sidecars, start);
    await untilHealthPort(programs, healthPort);
    return { programs, control: undefined };
  }
  const { udpPort, health, healthPort = health?.port, controlPort, sidecars } = userData.config;
  const { process: agent, ports } = await startAgent(
    spec.id,
    userData,
    address,
    { udpPort, healthPort: health?.port, controlPort },
    {
      start: (program) => station.run(program),
      node: ['node'],
      environment: {},
      hasOurFiles: false,
      controlPath: CONTROL_PATH,
    },
  );
  const programs = await HostPrograms.beside(agent, sidecars, (sidecar) =>
    startProgram(sidecar, { udpPort, healthPort }),
  );
  if (sidecars && !health) await untilHealthPort(programs, healthPort);
  return {
    programs,
    control: { address, port: ports.controlPort, connect: () => station.connect(CONTROL_PATH) },
  };
}

function toldVariables(address: string, { udpPort, healthPort }: ToldPorts): Record<string, string> {
  return {
    ADDRESS: address,
    ...(udpPort !== undefined && { UDP_PORT: String(udpPort) }),
    ...(healthPort !== undefined && { HEALTH_PORT: String(healthPort) }),
  };
}

/** The Node that runs us is one of this machine; the container has its own. */
function inContainer(command: readonly string[]): readonly string[] {
  return command.map((part) => (part === process.execPath ? 'node' : part));
}

/** A running host of the docker world. */
export class DockerHost implements StartedHost {
  readonly spec: HostSpec;
  readonly container: StationContainer;
  readonly control: AgentControl | undefined;
  readonly exited: Promise<{ readonly detail: string }>;
  readonly #programs: HostPrograms | undefined;
  readonly #keeping: HostKeeping;
  #stopped: Promise<void> | undefined;

  constructor(
    spec: HostSpec,
    container: StationContainer,
    { programs, control }: Running,
    keeping: HostKeeping,
  ) {
    this.spec = spec;
    this.container = container;
    this.control = control;
    this.#programs = programs;
    this.#keeping = keeping;
    const lost = container.station.lost.then(({ cause }) => ({
      detail: `has gone: ${(cause as Error).message}`,
    }));
    this.exited = Promise.race([
      ...(programs ? [programs.exited] : []),
      lost.then((loss) => (this.#stopped ? new Promise<never>(() => undefined) : loss)),
    ]);
  }

  get entrance(): HostEntrance {
    return { kind: 'container', id: this.container.id };
  }

  async run(command: readonly string[]): Promise<HostCommand> {
    const { folder } = this.#keeping;
    const program = { command: folder.check(inContainer(command)), environment: {} };
    return new ProgramCommand(command, await this.container.station.run(program, folder.inside));
  }

  get said(): ((text: string) => Promise<void>) | undefined {
    const programs = this.#programs;
    return programs && ((text) => programs.said(text));
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    const { router, onStopped } = this.#keeping;
    const forgotten = router.station.request({ type: 'remove-host', address: this.spec.address });
    // A world that has lost its router forgets all hosts.
    forgotten.catch(() => undefined);
    // What runs inside of it goes with the container; other containers in its network have to be stopped.
    await Promise.all([this.container.remove(), this.#programs?.stop()]);
    await forgotten.catch(() => undefined);
    onStopped();
  }
}
