import type { Instance } from '../core/ec2/state.ts';
import { HarnessError } from '../errors.ts';
import type { HostNetwork, StartedHost } from '../worlds/world.ts';

/** What decides about an instance's host. */
export type KeptInstance = Pick<Instance, 'instanceId' | 'state' | 'privateIpAddress' | 'userData' | 'tags'>;

interface KeptHost {
  readonly address: string;
  readonly started: Promise<StartedHost>;
  /** Once it is up. */
  host: StartedHost | undefined;
}

/** Makes the hosts of the network follow the states of the instances in the API. */
export class HostKeeper {
  readonly #network: Pick<HostNetwork, 'startHost'>;
  readonly #hosts = new Map<string, KeptHost>();
  /** By address: a host on its way down, which keeps its ports until it is gone. */
  readonly #stopping = new Map<string, Promise<void>>();
  readonly #onFault: (instanceId: string, message: string) => void;

  constructor(
    network: Pick<HostNetwork, 'startHost'>,
    onFault: (instanceId: string, message: string) => void,
  ) {
    this.#network = network;
    this.#onFault = onFault;
  }

  /** Starts and stops hosts so that exactly the pending and running instances have one. */
  follow(instances: Iterable<KeptInstance>): void {
    const alive = new Map<string, KeptInstance>();
    for (const instance of instances)
      if (instance.state === 'pending' || instance.state === 'running')
        alive.set(instance.instanceId, instance);
    for (const [instanceId, host] of this.#hosts) {
      if (alive.has(instanceId)) continue;
      this.#hosts.delete(instanceId);
      this.#stop(host);
    }
    for (const [instanceId, instance] of alive) if (!this.#hosts.has(instanceId)) this.#start(instance);
  }

  /** Resolves when every host is up that was asked for, or has failed, and every other one is gone. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#hosts.values()].map(({ started }) => started));
    await Promise.all(this.#stopping.values());
  }

  /** Those that are up. */
  running(): readonly StartedHost[] {
    return [...this.#hosts.values()].flatMap(({ host }) => host ?? []);
  }

  /** The host behind an instance. Rejects with why it could not start. */
  get(instanceId: string): Promise<StartedHost> {
    const host = this.#hosts.get(instanceId);
    if (host) return host.started;
    return Promise.reject(
      new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `No instance '${instanceId}' is pending or running`,
        'Run or start the instance first, and look at the id',
      ),
    );
  }

  async stop(): Promise<void> {
    for (const host of this.#hosts.values()) this.#stop(host);
    this.#hosts.clear();
    await Promise.all(this.#stopping.values());
  }

  #stop({ address, started }: KeptHost): void {
    const gone = started
      .then((host) => host.stop())
      .catch(() => undefined)
      .then(() => {
        if (this.#stopping.get(address) === gone) this.#stopping.delete(address);
      });
    this.#stopping.set(address, gone);
  }

  #start(instance: KeptInstance): void {
    const { instanceId, privateIpAddress: address, userData } = instance;
    const spec = { id: instanceId, address, userData };
    const before = this.#stopping.get(address);
    const started = before ? before.then(() => this.#network.startHost(spec)) : this.#network.startHost(spec);
    const kept: KeptHost = { address, started, host: undefined };
    this.#hosts.set(instanceId, kept);
    const fault = (message: string) => {
      if (this.#hosts.get(instanceId)?.started === started)
        this.#onFault(instanceId, `instance ${nameOf(instance)}: ${message}`);
    };
    started.then(
      (host) => {
        kept.host = host;
        void host.exited.then(({ detail }) => fault(`the host's process ${detail}`));
      },
      (error: Error) => fault(error.message),
    );
  }
}

/** With the name that people gave it, where they did. */
function nameOf({ instanceId, tags }: KeptInstance): string {
  const name = tags.get('Name');
  return name ? `${instanceId} (${name})` : instanceId;
}
