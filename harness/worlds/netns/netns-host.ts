import { connect } from 'node:net';
import type { ParsedUserData, ProgramConfig } from '../../targets/agent-config.ts';
import { startAgent } from '../loopback/agent-process.ts';
import { HostProcess } from '../loopback/host-process.ts';
import { HostPrograms } from '../loopback/host-programs.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { plainCommand } from '../plain-command.ts';
import { ProgramCommand } from '../program-command.ts';
import type { AgentControl, HostCommand, HostEntrance, HostSpec, StartedHost } from '../world.ts';
import { endVisitors, networkName } from './network-visitors.ts';
import { programEnvironment } from './program-environment.ts';
import type { StartedHolder } from './started-holder.ts';

/** How long a command may take until its health port answers, in real time: as in the loopback world. */
const START_PATIENCE_MS = 5_000;

interface Running {
  readonly programs: HostPrograms | undefined;
  readonly control: AgentControl | undefined;
}

/** What the network that a host belongs to has to say and to hear. */
export interface HostKeeping {
  /** Resolves when nobody wants the host any more, so that its start need not be waited for. */
  readonly abandoned: Promise<void>;
  readonly onStopped: () => void;
}

/** Gives a host a network of its own and starts there what user data says, if it says anything that can be run. */
export async function startNetnsHost(
  holder: StartedHolder,
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  { abandoned, onStopped }: HostKeeping,
): Promise<NetnsHost> {
  const netFile = await holder.addHost(spec.id, spec.address);
  const enter = holder.enter(netFile);
  try {
    const running = await startUserData(holder, spec, userData, enter, abandoned);
    return new NetnsHost(holder, spec, { enter, name: networkName(netFile) }, running, onStopped);
  } catch (error) {
    await holder.removeHost(spec.id);
    throw error;
  }
}

async function startUserData(
  holder: StartedHolder,
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  enter: readonly string[],
  abandoned: Promise<void>,
): Promise<Running> {
  if (userData === undefined) return { programs: undefined, control: undefined };
  const untilHealthPort = async ({ exited }: HostPrograms, port: number | undefined) => {
    if (port === undefined) return;
    const listens = holder.waitForListener({ address: spec.address, port }, START_PATIENCE_MS);
    await Promise.race([listens, exited, abandoned]);
  };
  if (userData.kind === 'command') {
    const { udpPort, healthPort, sidecars } = userData.config;
    const start = (program: ProgramConfig) => startProgram(spec, program, { udpPort, healthPort }, enter);
    const programs = await HostPrograms.beside(await start(userData.config), sidecars, start);
    await untilHealthPort(programs, healthPort);
    return { programs, control: undefined };
  }
  const { udpPort, health, healthPort = health?.port, controlPort, sidecars } = userData.config;
  const controlPath = holder.newPath(spec.id);
  const { process, ports } = await startAgent(
    spec.id,
    userData,
    spec.address,
    { udpPort, healthPort: health?.port, controlPort },
    {
      start: startLocalProgram,
      node: [...enter, globalThis.process.execPath],
      environment: globalThis.process.env,
      hasOurFiles: true,
      controlPath,
    },
  );
  const programs = await HostPrograms.beside(process, sidecars, (sidecar) =>
    startProgram(spec, sidecar, { udpPort, healthPort }, enter),
  );
  if (sidecars && !health) await untilHealthPort(programs, healthPort);
  return {
    programs,
    control: { address: spec.address, port: ports.controlPort, connect: () => connect(controlPath) },
  };
}

function startProgram(
  { address }: HostSpec,
  program: ProgramConfig,
  { udpPort, healthPort }: { readonly udpPort: number | undefined; readonly healthPort: number | undefined },
  enter: readonly string[],
): Promise<HostProcess> {
  const ports = { UDP_PORT: udpPort, HEALTH_PORT: healthPort };
  const told = Object.entries(ports).flatMap(([name, port]) =>
    port === undefined ? [] : [[name, String(port)]],
  );
  return HostProcess.start({
    command: [...enter, ...inThisFolder(plainCommand(program))],
    environment: {
      ...programEnvironment(),
      ...program.environment,
      ADDRESS: address,
      ...Object.fromEntries(told),
    },
    endsWithInput: false,
  });
}

/** Whoever enters other namespaces finds itself at the root of the file system: goes to a folder, and runs the rest. */
const IN_FOLDER = ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh'];

/** Back to where we are. */
function inThisFolder(command: readonly string[]): readonly string[] {
  return [...IN_FOLDER, process.cwd(), ...command];
}

/** A host's own network: how a command gets there, and what the system calls it. */
interface OwnNetwork {
  readonly enter: readonly string[];
  readonly name: string;
}

/** A running host of the netns world. */
export class NetnsHost implements StartedHost {
  readonly spec: HostSpec;
  readonly control: AgentControl | undefined;
  readonly exited: Promise<{ readonly detail: string }>;
  readonly #holder: StartedHolder;
  readonly #network: OwnNetwork;
  readonly #programs: HostPrograms | undefined;
  readonly #commands = new Set<HostCommand>();
  readonly #onStopped: () => void;
  #stopped: Promise<void> | undefined;

  constructor(
    holder: StartedHolder,
    spec: HostSpec,
    network: OwnNetwork,
    { programs, control }: Running,
    onStopped: () => void,
  ) {
    this.spec = spec;
    this.control = control;
    this.#holder = holder;
    this.#network = network;
    this.#programs = programs;
    this.#onStopped = onStopped;
    // A host without process has nothing that could end.
    this.exited = programs?.exited ?? new Promise(() => undefined);
  }

  get entrance(): HostEntrance {
    return {
      kind: 'command',
      command: [...this.#network.enter, ...IN_FOLDER],
      userId: process.getuid?.(),
    };
  }

  get said() {
    const programs = this.#programs;
    return programs && ((text: string) => programs.said(text));
  }

  async run(command: readonly string[]): Promise<HostCommand> {
    const started = new ProgramCommand(
      command,
      await startLocalProgram({
        command: [...this.#network.enter, ...inThisFolder(command)],
        environment: programEnvironment(),
        endsWithInput: false,
      }),
    );
    this.#commands.add(started);
    started.ended.then(() => this.#commands.delete(started));
    return started;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    await Promise.all([
      this.#holder.removeHost(this.spec.id),
      this.#programs?.stop(),
      ...[...this.#commands].map((command) => command.stop()),
    ]);
    await endVisitors(this.#network.name);
    this.#onStopped();
  }
}
