import type { Instance } from '../core/ec2/state.ts';
import { HarnessError } from '../errors.ts';
import type { HostNetwork, StartedHost } from '../worlds/world.ts';

/** Makes the hosts of the network follow the states of the instances in the API. */
export class HostKeeper {
  readonly #network: HostNetwork;
  readonly #hosts = new Map<string, Promise<StartedHost>>();
  readonly #onFault: (instanceId: string, message: string) => void;

  constructor(network: HostNetwork, onFault: (instanceId: string, message: string) => void) {
    this.#network = network;
    this.#onFault = onFault;
  }

  /** Starts and stops hosts so that exactly the pending and running instances have one. */
  follow(instances: Iterable<Instance>): void {
    const alive = new Set<string>();
    for (const instance of instances) {
      if (instance.state !== 'pending' && instance.state !== 'running') continue;
      alive.add(instance.instanceId);
      if (!this.#hosts.has(instance.instanceId)) this.#start(instance);
    }
    for (const [instanceId, host] of this.#hosts) {
      if (alive.has(instanceId)) continue;
      this.#hosts.delete(instanceId);
      void host.then((started) => started.stop()).catch(() => undefined);
    }
  }

  /** Resolves when every host that was asked for is up, or has failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#hosts.values());
  }

  /** The host behind an instance. Rejects with why it could not start. */
  get(instanceId: string): Promise<StartedHost> {
    const host = this.#hosts.get(instanceId);
    if (host) return host;
    return Promise.reject(
      new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `No instance '${instanceId}' is pending or running`,
        'Run or start the instance first, and look at the id',
      ),
    );
  }

  async stop(): Promise<void> {
    const hosts = [...this.#hosts.values()];
    this.#hosts.clear();
    await Promise.allSettled(hosts.map(async (host) => (await host).stop()));
  }

  #start({ instanceId, privateIpAddress, userData }: Instance): void {
    const host = this.#network.startHost({ id: instanceId, address: privateIpAddress, userData });
    this.#hosts.set(instanceId, host);
    host.then(
      (started) =>
        started.exited.then(({ detail }) => {
          if (this.#hosts.get(instanceId) === host)
            this.#onFault(instanceId, `the host's process ended: ${detail}`);
        }),
      (error: Error) => this.#onFault(instanceId, error.message),
    );
  }
}
