import type { ParsedUserData } from '../../targets/agent-config.ts';
import { HostProcess } from '../loopback/host-process.ts';
import type { HostPrograms } from '../loopback/host-programs.ts';
import type { HostKeeping } from '../private-host-network.ts';
import { type HostGround, type RunningUserData, startUserData } from '../private-host-programs.ts';
import { ProgramCommand } from '../program-command.ts';
import type { AgentControl, HostCommand, HostEntrance, HostSpec, StartedHost } from '../world.ts';
import { startImageProgram } from './image-program.ts';
import { type ContainerGround, StationContainer } from './station-container.ts';
import type { WorkingFolder } from './working-folder.ts';

/** Where the agent takes commands inside its container. */
const CONTROL_PATH = '/run/nlb-harness-agent.sock';

/** What the network that a host belongs to has to say and to hear. */
export interface DockerHostKeeping extends HostKeeping {
  readonly ground: ContainerGround;
  readonly router: StationContainer;
  readonly folder: WorkingFolder;
}

/** Starts the container that is an instance, and in it what user data says, if it says anything that can be run. */
export async function startDockerHost(
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  keeping: DockerHostKeeping,
): Promise<DockerHost> {
  const { router, folder } = keeping;
  const { address } = spec;
  // Both come to an end, so that where one fails the other can be taken back.
  const [started, announced] = await Promise.allSettled([
    StationContainer.start(keeping.ground, { role: 'host', name: spec.id, mounts: folder.mounts }),
    router.station.request({ type: 'add-host', address }),
  ]);
  try {
    if (started.status === 'rejected') throw started.reason;
    if (announced.status === 'rejected') throw announced.reason;
    const container = started.value;
    await container.station.request({ type: 'be-host', address });
    const ground = groundOf(container, keeping);
    const running = await startUserData(spec, userData, ground, keeping.abandoned);
    return new DockerHost(spec, container, running, keeping);
  } catch (error) {
    await Promise.allSettled([
      started.status === 'fulfilled' && started.value.remove(),
      announced.status === 'fulfilled' && router.station.request({ type: 'remove-host', address }),
    ]);
    throw error;
  }
}

/** What a host's container offers to what is to run there. */
function groundOf({ id, station }: StationContainer, { ground, folder }: DockerHostKeeping): HostGround {
  return {
    agentPlace: {
      start: (program) => station.run(program),
      node: ['node'],
      environment: {},
      hasOurFiles: false,
      controlPath: CONTROL_PATH,
    },
    connectControl: () => station.connect(CONTROL_PATH),
    startProgram: (program, told) => {
      const environment = { ...program.environment, ...told };
      const { image, command = [] } = program;
      const start =
        image === undefined
          ? () => station.run({ command: folder.check(inContainer(command)), environment }, folder.inside)
          : () => startImageProgram(ground, { ...program, image, environment, hostContainerId: id });
      return HostProcess.start({ command, environment, endsWithInput: false }, start);
    },
    waitForListener: (at, patienceMs) => station.request({ type: 'wait-for-listener', at, patienceMs }),
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
  readonly #keeping: DockerHostKeeping;
  #stopped: Promise<void> | undefined;

  constructor(
    spec: HostSpec,
    container: StationContainer,
    { programs, control }: RunningUserData,
    keeping: DockerHostKeeping,
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
