import { HarnessError } from '../../errors.ts';
import type { AgentConfig, ParsedUserData } from '../../targets/agent-config.ts';
import { bindError } from './bind-error.ts';
import { HostProcess, type StartProgram } from './host-process.ts';
import { startLocalProgram } from './local-program.ts';

/** Ports of an agent on this machine; 0 lets the system choose. */
export interface AgentPorts {
  readonly udpPort: number | undefined;
  readonly healthPort: number | undefined;
  /** Absent where the configured one is to be had. */
  readonly tcpPort?: number | undefined;
  readonly controlPort: number;
}

/** An agent listens within a twentieth of a second; this is for machines that are very busy. Real time. */
const START_PATIENCE_MS = 20_000;

/** Where an agent runs, where that is not simply here. */
export interface AgentPlace {
  readonly start: StartProgram;
  /** The command that runs Node there, before its arguments. */
  readonly node: readonly string[];
  /** What programs there are given anyway. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whether files of this machine can be read there. */
  readonly hasOurFiles: boolean;
  /** Where its control interface listens, too: a path for a Unix socket. */
  readonly controlPath: string | undefined;
}

const HERE: AgentPlace = {
  start: startLocalProgram,
  node: [process.execPath],
  environment: process.env,
  hasOurFiles: true,
  controlPath: undefined,
};

export interface AgentProcess {
  readonly process: HostProcess;
  /** What was bound. */
  readonly ports: AgentPorts;
}

/**
 * Starts the agent that user data carries, and waits until it listens.
 *
 * @throws HarnessError HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED, HARNESS_ADDRESS_UNAVAILABLE or, with what
 * the agent said, HARNESS_HOST_START_FAILED
 */
export async function startAgent(
  hostId: string,
  agent: ParsedUserData & { readonly kind: 'agent' },
  address: string,
  ports: AgentPorts,
  place: AgentPlace = HERE,
): Promise<AgentProcess> {
  // The same bytes either way; a file is what people can read in a list of processes.
  const program =
    agent.file && place.hasOurFiles ? [agent.file] : ['--input-type=module', '--eval', agent.source];
  const process = await HostProcess.start(
    {
      command: [...place.node, ...program],
      environment: agentEnvironment(place, agent.config, address, ports),
      endsWithInput: true,
    },
    place.start,
  );
  const line = await withinPatience(process.firstLine);
  const answer = line === undefined ? undefined : parseAnswer(line);
  if (answer?.ready) {
    process.forgetOutput();
    return { process, ports: answer };
  }
  await process.stop();
  const failed = `The agent of host ${hostId} (${describePorts(address, ports)}) did not start`;
  if (answer?.error) throw bindError(answer.error, `${failed}: ${answer.message}`);
  throw new HarnessError(
    'HARNESS_HOST_START_FAILED',
    `${failed}. It said: ${process.output() || 'nothing'}`,
    'Check the user data of the instance',
  );
}

function withinPatience(line: Promise<string | undefined>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, START_PATIENCE_MS, undefined);
    line.then((text) => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

/** Node's own variables stay out: those of a test runner or a debugger slow the agent down or stop it. */
function agentEnvironment(
  { environment, controlPath }: AgentPlace,
  config: AgentConfig,
  address: string,
  ports: AgentPorts,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('NODE_'));
  return {
    ...Object.fromEntries(inherited),
    NLB_HARNESS_AGENT: JSON.stringify(config),
    NLB_HARNESS_EXIT_WITH_STDIN: '1',
    ADDRESS: address,
    UDP_PORT: String(ports.udpPort ?? ''),
    HEALTH_PORT: String(ports.healthPort ?? ''),
    TCP_PORT: String(ports.tcpPort ?? ''),
    CONTROL_PORT: String(ports.controlPort),
    ...(controlPath !== undefined && { CONTROL_PATH: controlPath }),
  };
}

type Answer = AgentPorts & {
  readonly ready?: true;
  readonly error?: string;
  readonly message?: string;
};

function parseAnswer(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}

function describePorts(address: string, { udpPort, healthPort, controlPort }: AgentPorts): string {
  return `${address}, UDP ${udpPort ?? 'none'}, health ${healthPort ?? 'none'}, control ${controlPort}`;
}
