/**
 * What the target agent on a host is told to do. It travels in the user data, so it is small and plain JSON.
 * Ports are the emulated ones; a world that moves ports gives the agent the actual ones when it starts it.
 */
export interface AgentConfig {
  /** The name it gives itself in its replies. */
  readonly name: string;
  /** UDP echo port; undefined for a host without UDP service. */
  readonly udpPort: number | undefined;
  readonly health: AgentHealthConfig | undefined;
  /** Port of the HTTP control interface. */
  readonly controlPort: number;
}

export interface AgentHealthConfig {
  readonly protocol: 'TCP' | 'HTTP' | 'HTTPS';
  readonly port: number;
  /** PEM, for HTTPS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** A user's own service in place of the agent: run with ADDRESS, UDP_PORT, HEALTH_PORT in its environment. */
export interface CommandConfig {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Emulated; given to the command as UDP_PORT. */
  readonly udpPort?: number | undefined;
  /** Emulated; given to the command as HEALTH_PORT. */
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
