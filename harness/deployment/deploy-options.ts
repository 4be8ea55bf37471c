import type { Endpoint } from '../core/network/endpoint.ts';

/** What target groups and listeners of a deployment may speak. */
export type TargetGroupProtocol = 'UDP' | 'TCP_UDP' | 'TCP';

/** What `deploy` builds. Everything has a default: `deploy()` alone is two targets behind a UDP listener. */
export interface DeployOptions extends TargetGroupOptions {
  /** Prefix of every name; default `nlb-<n>`. */
  readonly name?: string;
  /** Region; default the world's. */
  readonly region?: string;
  /** Default `internet-facing`. */
  readonly scheme?: 'internet-facing' | 'internal';
  /** How many Availability Zones are enabled; default 2. */
  readonly zones?: 1 | 2 | 3;
  /** `load_balancing.cross_zone.enabled` of the load balancer; default false, as on AWS (NLB-RT-14). */
  readonly crossZone?: boolean;
  /** Listener port; default 8080. */
  readonly listenerPort?: number;
  /** Listener protocol; default that of the target groups. */
  readonly listenerProtocol?: TargetGroupProtocol;
  /**
   * `own` (default): the load balancer has a group that admits the listener's port, and the targets' group
   * admits the load balancer's group. `none`: the load balancer has none, and the targets admit everybody.
   */
  readonly securityGroups?: 'own' | 'none';
  /** More than one group: the listener forwards by weight. Default: one group, described by this object itself. */
  readonly targetGroups?: readonly TargetGroupOptions[];
  /** Wait until every target is healthy; default true. */
  readonly waitForHealthy?: boolean;
}

export interface TargetGroupOptions {
  /** Default `UDP`. */
  readonly protocol?: TargetGroupProtocol;
  /** Default 8080. */
  readonly port?: number;
  /** Weight in the listener's forward action; default 1 where there are several groups. */
  readonly weight?: number;
  /** How many targets, or one description each; default 2. They are spread over the zones in turn. */
  readonly targets?: number | readonly TargetOptions[];
  readonly healthCheck?: HealthCheckOptions;
  /** Target group attributes by AWS's key. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface HealthCheckOptions {
  /** Default `TCP`. */
  readonly protocol?: 'TCP' | 'HTTP' | 'HTTPS';
  /** Default `traffic-port`. */
  readonly port?: number;
  readonly path?: string;
  /** Status codes that pass, e.g. `200-299`. */
  readonly matcher?: string;
  /** Default 10 s. */
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  /** Default 2. */
  readonly healthyThresholdCount?: number;
  /** Default 2. */
  readonly unhealthyThresholdCount?: number;
}

/** A program of the user's own: a command on the instance, or a container image run in the instance's network. */
export interface ProgramOptions {
  /** Container image, for worlds with `containers`. */
  readonly image?: string;
  /** Program and arguments; with `image`, in place of the command that the image has. */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** One target. Without `command`, `image`, `server` or `existing` it is an instance that runs the target agent. */
export interface TargetOptions extends ProgramOptions {
  /** Default `target-a`, `target-b`, … */
  readonly name?: string;
  /** Index of its zone; default in turn. */
  readonly zone?: number;
  /** Agent: have no health listener (a UDP-only server). */
  readonly withoutHealthListener?: boolean;
  /** Your own service, from an image of yours; see `command`. */
  readonly image?: string;
  /**
   * Your own service: run on the instance with ADDRESS, UDP_PORT and HEALTH_PORT in its environment. An emulated
   * instance is `running` when HEALTH_PORT accepts TCP connections, at the latest after `startTimeoutMs`.
   */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What runs beside the service, at the same address and with the same three variables: something that answers the
   * health checks of a service that cannot, for example.
   */
  readonly sidecars?: readonly ProgramOptions[];
  /**
   * Real milliseconds that a service of your own has until HEALTH_PORT accepts TCP connections; default 5000. Virtual
   * time stands still meanwhile. After it goes by in no time, so a service that still starts then fails every check.
   */
  readonly startTimeoutMs?: number;
  /** Your own service: started by the test itself, at these actual endpoints. A target of type `ip`. */
  readonly server?: (endpoints: ServerEndpoints) => Promise<AsyncDisposable | Disposable | undefined>;
  /** Your own service: it already listens there. A target of type `ip`. */
  readonly existing?: {
    readonly udp: Endpoint;
    /** Where it serves TCP, if it does so at another place than it answers health checks. */
    readonly tcp?: Endpoint;
    readonly health: Endpoint;
  };
}

/** Where a server of the test's own has to listen. */
export interface ServerEndpoints {
  readonly udp: Endpoint;
  /** Where TCP connections come, for a group that takes them. */
  readonly tcp: Endpoint;
  /** Where health checks connect to, by TCP: the same place unless the check has a port of its own. */
  readonly health: Endpoint;
}
