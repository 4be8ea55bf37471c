import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HarnessError } from '../errors.ts';
import type { AgentConfig, CommandConfig, ParsedUserData, ProgramConfig } from './agent-config.ts';
import { packSection, unpackSection } from './packed-section.ts';
import { type ProgramPorts, programScript } from './program-script.ts';
import { DEFINE_START_PROGRAM, INSTALL_DOCKER, INSTALL_NODE } from './user-data-script.ts';

/** What EC2 takes, before base64. */
export const USER_DATA_LIMIT_BYTES = 16_384;

/** What the files of the service are called. */
const SERVICE = 'run';

const HEADER = '#!/bin/sh\n# nlb-harness user data, version 1\n';
const AGENT_FILE = fileURLToPath(new URL('./agent.mjs', import.meta.url));

/**
 * User data that makes an instance a target: the agent with its configuration, or a service of the user's own; and what
 * is to run beside it.
 *
 * A script for cloud-init on Amazon Linux 2023 and Ubuntu. A command must already be on the machine image, and is
 * best given with its whole path, because it runs in a directory of the harness; a container image is run by Docker,
 * which is installed for it, in the network of the instance. The ports in the configuration are given to the programs
 * as UDP_PORT and HEALTH_PORT, and where to listen as ADDRESS.
 *
 * @throws HarnessError HARNESS_USER_DATA_TOO_LARGE, or HARNESS_ARGUMENT_INVALID for what no shell can run
 */
export function generateUserData(config: AgentConfig | CommandConfig): string {
  const script = [
    HEADER,
    'set -eu',
    `dir=\${NLB_HARNESS_DIR:-/opt/nlb-harness}`,
    'mkdir -p "$dir"',
    // The configuration may hold the key of a certificate.
    'chmod 700 "$dir"',
    packSection('config', '"$dir/config.json"', JSON.stringify(config)),
    ...(programsOf(config).some(({ image }) => image !== undefined) ? [INSTALL_DOCKER] : []),
    ...(isCommandConfig(config) ? scriptLines(SERVICE, config, config) : agentLines()),
    ...sidecarLines(config),
    DEFINE_START_PROGRAM,
    `start_program ${SERVICE} nlb-harness ''`,
    ...sidecarNames(config).map((name) => `start_program ${name} nlb-harness-${name} ${name}.`),
    '',
  ].join('\n');
  const bytes = Buffer.byteLength(script);
  if (bytes > USER_DATA_LIMIT_BYTES)
    throw new HarnessError(
      'HARNESS_USER_DATA_TOO_LARGE',
      `The user data has ${bytes} bytes and EC2 takes ${USER_DATA_LIMIT_BYTES}`,
      'Shorten the command, its environment or the certificate, or put them on the image',
    );
  return script;
}

/**
 * What user data of {@link generateUserData} tells an instance to run; undefined for any other user data, which
 * is a cloud-init matter that an emulated instance does not carry out.
 *
 * @throws HarnessError HARNESS_USER_DATA_INVALID when it starts like ours and is damaged
 */
export function parseUserData(text: string): ParsedUserData | undefined {
  if (!text.startsWith(HEADER)) return undefined;
  try {
    const config: unknown = JSON.parse(section('config', text));
    if (isCommandConfig(config)) return { kind: 'command', config };
    if (!isAgentConfig(config)) throw new TypeError('the configuration is neither an agent nor a command');
    const source = section('agent', text);
    return { kind: 'agent', config, source, file: source === agentSource() ? AGENT_FILE : undefined };
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_USER_DATA_INVALID',
      `The user data is marked as made by the harness and cannot be read: ${(cause as Error).message}`,
      'Pass it on unchanged, or make it anew with generateUserData',
      { cause },
    );
  }
}

function agentSource(): string {
  return readFileSync(AGENT_FILE, 'utf8');
}

function agentLines(): string[] {
  return [
    packSection('agent', '"$dir/agent.mjs"', agentSource()),
    INSTALL_NODE,
    `cat > "$dir/run.sh" <<'END_OF_RUN'`,
    'exec node agent.mjs config.json',
    'END_OF_RUN',
  ];
}

function sidecarNames({ sidecars = [] }: AgentConfig | CommandConfig): string[] {
  return sidecars.map((_sidecar, index) => `sidecar-${index + 1}`);
}

function sidecarLines(config: AgentConfig | CommandConfig): string[] {
  const { sidecars = [], udpPort } = config;
  const healthPort = isCommandConfig(config) ? config.healthPort : (config.health?.port ?? config.healthPort);
  return sidecarNames(config).flatMap((name, index) =>
    scriptLines(name, sidecars[index]!, { udpPort, healthPort }),
  );
}

/** Packed, so that no line of it can end a heredoc. */
function scriptLines(
  name: string,
  program: ProgramConfig,
  { udpPort, healthPort }: Partial<ProgramPorts>,
): string[] {
  return [packSection(name, `"$dir/${name}.sh"`, programScript(name, program, { udpPort, healthPort }))];
}

/** The user's own programs. */
function programsOf(config: AgentConfig | CommandConfig): readonly ProgramConfig[] {
  return [...(isCommandConfig(config) ? [config] : []), ...(config.sidecars ?? [])];
}

function section(name: string, text: string): string {
  const content = unpackSection(name, text);
  if (content === undefined) throw new TypeError(`section ${name} is missing`);
  return content;
}

function isCommandConfig(value: unknown): value is CommandConfig {
  return typeof value === 'object' && value !== null && 'environment' in value;
}

function isAgentConfig(value: unknown): value is AgentConfig {
  return typeof value === 'object' && value !== null && 'name' in value && 'controlPort' in value;
}
