import { connect } from 'node:net';
import type { CommandConfig, ParsedUserData } from '../../targets/agent-config.ts';
import { startAgent } from '../loopback/agent-process.ts';
import { HostProcess } from '../loopback/host-process.ts';
import { startLocalProgram } from '../loopback/local-program.ts';
import { ProgramCommand } from '../program-command.ts';
import type { AgentControl, HostCommand, HostSpec, StartedHost } from '../world.ts';
import { programEnvironment } from './program-environment.ts';
import type { StartedHolder } from './started-holder.ts';

/** How long a command may take until its health port answers, in real time: as in the loopback world. */
const START_PATIENCE_MS = 5_000;

interface Running {
  readonly process: HostProcess | undefined;
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
  const enter = holder.enter(await holder.addHost(spec.id, spec.address));
  try {
    const running = await startUserData(holder, spec, userData, enter, abandoned);
    return new NetnsHost(holder, spec, enter, running, onStopped);
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
  if (userData === undefined) return { process: undefined, control: undefined };
  if (userData.kind === 'command') {
    const process = await startCommand(spec, userData.config, enter);
    const { healthPort: port } = userData.config;
    if (port !== undefined) {
      const listens = holder.waitForListener({ address: spec.address, port }, START_PATIENCE_MS);
      await Promise.race([listens, process.exited, abandoned]);
    }
    return { process, control: undefined };
  }
  const { udpPort, health, controlPort } = userData.config;
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
  return {
    process,
    control: { address: spec.address, port: ports.controlPort, connect: () => connect(controlPath) },
  };
}

function startCommand(
  { address }: HostSpec,
  { command, environment, udpPort, healthPort }: CommandConfig,
  enter: readonly string[],
): Promise<HostProcess> {
  const ports = { UDP_PORT: udpPort, HEALTH_PORT: healthPort };
  const given = Object.entries(ports).flatMap(([name, port]) =>
    port === undefined ? [] : [[name, String(port)]],
  );
  return HostProcess.start({
    command: [...enter, ...inThisFolder(command)],
    environment: {
      ...programEnvironment(),
      ...environment,
      ADDRESS: address,
      ...Object.fromEntries(given),
    },
    endsWithInput: false,
  });
}

/** Whoever enters other namespaces finds itself at the root of the file system; this goes back to where we are. */
function inThisFolder(command: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', process.cwd(), ...command];
}

/** A running host of the netns world. */
export class NetnsHost implements StartedHost {
  readonly spec: HostSpec;
  readonly control: AgentControl | undefined;
  readonly exited: Promise<{ readonly detail: string }>;
  readonly #holder: StartedHolder;
  readonly #enter: readonly string[];
  readonly #process: HostProcess | undefined;
  readonly #commands = new Set<HostCommand>();
  readonly #onStopped: () => void;
  #stopped: Promise<void> | undefined;

  constructor(
    holder: StartedHolder,
    spec: HostSpec,
    enter: readonly string[],
    { process, control }: Running,
    onStopped: () => void,
  ) {
    this.spec = spec;
    this.control = control;
    this.#holder = holder;
    this.#enter = enter;
    this.#process = process;
    this.#onStopped = onStopped;
    // A host without process has nothing that could end.
    this.exited = process?.exited ?? new Promise(() => undefined);
  }

  async run(command: readonly string[]): Promise<HostCommand> {
    const started = new ProgramCommand(
      command,
      await startLocalProgram({
        command: [...this.#enter, ...inThisFolder(command)],
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
      this.#process?.stop(),
      ...[...this.#commands].map((command) => command.stop()),
    ]);
    this.#onStopped();
  }
}
