import { connect } from 'node:net';
import type { ParsedUserData } from '../../targets/agent-config.ts';
import { HostProcess } from '../loopback/host-process.ts';
import type { HostPrograms } from '../loopback/host-programs.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { plainCommand } from '../plain-command.ts';
import type { HostKeeping } from '../private-host-network.ts';
import { type HostGround, type RunningUserData, startUserData } from '../private-host-programs.ts';
import { ProgramCommand } from '../program-command.ts';
import type { AgentControl, HostCommand, HostEntrance, HostSpec, StartedHost } from '../world.ts';
import { HeldNetwork } from './held-network.ts';
import { endVisitors } from './network-visitors.ts';
import { programEnvironment } from './program-environment.ts';
import type { StartedHolder } from './started-holder.ts';

/** Gives a host a network of its own and starts there what user data says, if it says anything that can be run. */
export async function startNetnsHost(
  holder: StartedHolder,
  spec: HostSpec,
  userData: ParsedUserData | undefined,
  { abandoned, onStopped }: HostKeeping,
): Promise<NetnsHost> {
  const netFile = await holder.addHost(spec.id, spec.address);
  const enter = holder.enter(netFile);
  let held: HeldNetwork | undefined;
  try {
    held = new HeldNetwork(netFile);
    const running = await startUserData(spec, userData, groundOf(holder, spec, enter), abandoned);
    return new NetnsHost(holder, spec, { enter, held }, running, onStopped);
  } catch (error) {
    held?.[Symbol.dispose]();
    await holder.removeHost(spec.id);
    throw error;
  }
}

/** What a host's namespace offers to what is to run there. */
function groundOf(holder: StartedHolder, { id }: HostSpec, enter: readonly string[]): HostGround {
  const controlPath = holder.newPath(id);
  return {
    agentPlace: {
      start: startLocalProgram,
      node: [...enter, process.execPath],
      environment: process.env,
      hasOurFiles: true,
      controlPath,
    },
    connectControl: () => connect(controlPath),
    startProgram: (program, told) =>
      HostProcess.start({
        command: [...enter, ...inThisFolder(plainCommand(program))],
        environment: { ...programEnvironment(), ...program.environment, ...told },
        endsWithInput: false,
      }),
    waitForListener: (at, patienceMs) => holder.waitForListener(at, patienceMs),
  };
}

/** Whoever enters other namespaces finds itself at the root of the file system: goes to a folder, and runs the rest. */
const IN_FOLDER = ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh'];

/** Back to where we are. */
function inThisFolder(command: readonly string[]): readonly string[] {
  return [...IN_FOLDER, process.cwd(), ...command];
}

/** A host's own network: how a command gets there, and what keeps its name. */
interface OwnNetwork {
  readonly enter: readonly string[];
  readonly held: HeldNetwork;
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
    { programs, control }: RunningUserData,
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
    using held = this.#network.held;
    await Promise.all([
      this.#holder.removeHost(this.spec.id),
      this.#programs?.stop(),
      ...[...this.#commands].map((command) => command.stop()),
    ]);
    await endVisitors(held, this.#holder.processId);
    this.#onStopped();
  }
}
