/**
 * What the target agent on a host is told to do. It travels in the user data, so it is small and plain JSON.
 * Ports are the emulated ones; a world that moves ports gives the agent the actual ones when it starts it.
 */
export interface AgentConfig extends SidecarsConfig {
  /** The name it gives itself in its replies. */
  readonly name: string;
  /** UDP echo port; undefined for a host without UDP service. */
  readonly udpPort: number | undefined;
  /**
   * TCP echo port, where it is not that of a TCP health listener, which is an echo anyway; undefined for a host
   * without TCP service, or with one there.
   */
  readonly tcpPort?: number | undefined;
  readonly health: AgentHealthConfig | undefined;
  /** Where a sidecar answers health checks, for an agent that does not; given to sidecars as HEALTH_PORT. */
  readonly healthPort?: number | undefined;
  /** Port of the HTTP control interface. */
  readonly controlPort: number;
}

export interface AgentHealthConfig {
  readonly protocol: 'TCP' | 'HTTP' | 'HTTPS';
  readonly port: number;
  /** PEM, for HTTPS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** A program of the user's own: a command on the host itself, or a container in the host's network. */
export interface ProgramConfig {
  /** Container image; undefined for a command on the host itself. */
  readonly image?: string | undefined;
  /** Program and arguments; with an image, in place of the command that it has. One of the two is there. */
  readonly command?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** What runs beside the service of a host: started after it, with the same ADDRESS, UDP_PORT and HEALTH_PORT. */
export interface SidecarsConfig {
  /** How long the health port of an emulated host has to answer before it counts as running, in real time. */
  readonly startTimeoutMs?: number | undefined;
  readonly sidecars?: readonly ProgramConfig[] | undefined;
}

/** A user's own service in place of the agent: run with ADDRESS, UDP_PORT, HEALTH_PORT in its environment. */
export interface CommandConfig extends ProgramConfig, SidecarsConfig {
  /** Emulated; given to the programs as UDP_PORT. */
  readonly udpPort?: number | undefined;
  /** Emulated; given to the programs as HEALTH_PORT. */
  readonly healthPort?: number | undefined;
}

/** The port that control listens on unless told otherwise. */
export const DEFAULT_CONTROL_PORT = 8079;

/** What an emulated instance runs. */
export type ParsedUserData =
  | {
      readonly kind: 'agent';
      readonly config: AgentConfig;
      /** The agent's JavaScript, as the user data carries it. */
      readonly source: string;
      /** A file with the same content, where the user data is of this version of the harness. */
      readonly file: string | undefined;
    }
  | { readonly kind: 'command'; readonly config: CommandConfig };
