import {
  type AgentConfig,
  type CommandConfig,
  DEFAULT_CONTROL_PORT,
  generateCertificate,
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

/** What an instance is to run: a command of the user's own where there is one, else the target agent. */
export async function targetConfig(
  command: readonly string[],
  options: UserDataOptions,
): Promise<AgentConfig | CommandConfig> {
  const { name, health } = options;
  const udpPort = options.udp ? options.udpPort : undefined;
  const healthPort = options.healthPort ?? options.udpPort;
  if (command.length > 0) {
    return { command, environment: {}, udpPort, healthPort: health ? healthPort : undefined };
  }
  return {
    name,
    udpPort,
    health: health
      ? {
          protocol: health.toUpperCase() as Uppercase<typeof health>,
          port: healthPort,
          tls: health === 'https' ? await generateCertificate(name) : undefined,
        }
      : undefined,
    controlPort: options.controlPort ?? DEFAULT_CONTROL_PORT,
  };
}
