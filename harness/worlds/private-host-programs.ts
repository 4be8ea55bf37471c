import type { Duplex } from 'node:stream';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { ParsedUserData, ProgramConfig } from '../targets/agent-config.ts';
import { type AgentPlace, startAgent } from './loopback/agent-process.ts';
import type { HostProcess } from './loopback/host-process.ts';
import { HostPrograms } from './loopback/host-programs.ts';
import { START_PATIENCE_MS } from './start-patience.ts';
import type { AgentControl, HostSpec } from './world.ts';

/** A host that is there, and what can be done on it. */
export interface HostGround {
  readonly agentPlace: AgentPlace;
  /** To the agent's control interface. */
  readonly connectControl: () => Duplex;
  /** Starts a user's program with these variables beside its own. */
  readonly startProgram: (
    program: ProgramConfig,
    told: Readonly<Record<string, string>>,
  ) => Promise<HostProcess>;
  /** Resolves when somebody accepts TCP connections there, or the patience (real time) is at its end. */
  readonly waitForListener: (at: Endpoint, patienceMs: number) => Promise<void>;
}

/** What runs on a host of a private network; nothing where its user data says nothing that can be run. */
export interface RunningUserData {
  readonly programs: HostPrograms | undefined;
  readonly control: AgentControl | undefined;
}

/**
 * Starts on a host what its user data says: the agent or a service, and the sidecars beside it. A service is waited
 * for until its health port answers, or `abandoned` resolves.
 */
export async function startUserData(
  { id, address }: HostSpec,
  userData: ParsedUserData | undefined,
  { agentPlace, connectControl, startProgram, waitForListener }: HostGround,
  abandoned: Promise<void>,
): Promise<RunningUserData> {
  if (userData === undefined) return { programs: undefined, control: undefined };
  const { startTimeoutMs: patienceMs = START_PATIENCE_MS } = userData.config;
  const untilHealthPort = async (programs: HostPrograms, port: number | undefined) => {
    if (port === undefined) return;
    try {
      await Promise.race([waitForListener({ address, port }, patienceMs), programs.exited, abandoned]);
    } catch (error) {
      // The host is gone, and what runs in a container beside it is not.
      await programs.stop();
      throw error;
    }
  };
  if (userData.kind === 'command') {
    const { udpPort, healthPort, sidecars } = userData.config;
    const told = toldVariables(address, udpPort, healthPort);
    const start = (program: ProgramConfig) => startProgram(program, told);
    const programs = await HostPrograms.beside(await start(userData.config), sidecars, start);
    await untilHealthPort(programs, healthPort);
    return { programs, control: undefined };
  }
  const { udpPort, health, healthPort = health?.port, controlPort, sidecars } = userData.config;
  const wanted = { udpPort, healthPort: health?.port, controlPort };
  const { process: agent, ports } = await startAgent(id, userData, address, wanted, agentPlace);
  const told = toldVariables(address, udpPort, healthPort);
  const programs = await HostPrograms.beside(agent, sidecars, (sidecar) => startProgram(sidecar, told));
  if (sidecars && !health) await untilHealthPort(programs, healthPort);
  return { programs, control: { address, port: ports.controlPort, connect: connectControl } };
}

function toldVariables(
  address: string,
  udpPort: number | undefined,
  healthPort: number | undefined,
): Record<string, string> {
  return {
    ADDRESS: address,
    ...(udpPort !== undefined && { UDP_PORT: String(udpPort) }),
    ...(healthPort !== undefined && { HEALTH_PORT: String(healthPort) }),
  };
}
