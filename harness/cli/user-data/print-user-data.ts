import {
  type AgentConfig,
  type CommandConfig,
  DEFAULT_CONTROL_PORT,
  generateCertificate,
  generateUserData,
} from '../../index.ts';

/** As commander reads them: false where `--no-…` was given. */
export interface UserDataOptions {
  readonly name: string;
  readonly udpPort: number;
  readonly udp: boolean;
  readonly health: 'tcp' | 'http' | 'https' | false;
  readonly healthPort?: number;
  readonly controlPort?: number;
  readonly base64: boolean;
}

/** Prints user data for the target agent, or for a command of the user's own. */
export async function printUserData(command: readonly string[], options: UserDataOptions): Promise<void> {
  const config = command.length > 0 ? commandConfig(command, options) : await agentConfig(options);
  const userData = generateUserData(config);
  process.stdout.write(options.base64 ? `${Buffer.from(userData).toString('base64')}\n` : userData);
}

function commandConfig(command: readonly string[], options: UserDataOptions): CommandConfig {
  return {
    command,
    environment: {},
    udpPort: options.udp ? options.udpPort : undefined,
    healthPort: options.health ? (options.healthPort ?? options.udpPort) : undefined,
  };
}

async function agentConfig(options: UserDataOptions): Promise<AgentConfig> {
  const { name, health } = options;
  return {
    name,
    udpPort: options.udp ? options.udpPort : undefined,
    health: health
      ? {
          protocol: health.toUpperCase() as Uppercase<typeof health>,
          port: options.healthPort ?? options.udpPort,
          tls: health === 'https' ? await generateCertificate(name) : undefined,
        }
      : undefined,
    controlPort: options.controlPort ?? DEFAULT_CONTROL_PORT,
  };
}
