import { HarnessError } from '../errors.ts';
import type { StartedWorld } from '../worlds/world.ts';
import type { LaunchedTarget } from './launch-target.ts';

/** Knows whether the processes behind targets still run, so that nobody waits for one that has ended. */
export class HostWatch {
  #ended: string | undefined;

  /** Waits until each host is up. Rejects with why one could not start. */
  static async start(
    world: StartedWorld,
    region: string,
    launched: readonly LaunchedTarget[],
  ): Promise<HostWatch> {
    const watch = new HostWatch();
    await Promise.all(
      launched.map(async ({ name, instanceId }) => {
        if (instanceId === undefined) return;
        const { exited } = await world.host(instanceId, region);
        exited.then(({ detail }) => {
          watch.#ended ??= `The process of ${name} (${instanceId}) ${detail}\nSo ${name} cannot become healthy`;
        });
      }),
    );
    return watch;
  }

  /** Throws HARNESS_HOST_EXITED, with what it said last, for the first process that has ended. */
  check(): void {
    if (this.#ended === undefined) return;
    throw new HarnessError('HARNESS_HOST_EXITED', this.#ended, 'Repair what the target runs');
  }
}
