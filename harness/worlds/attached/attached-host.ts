import { HarnessError } from '../../errors.ts';
import type { HostSpec, StartedHost } from '../world.ts';
import { hasHost } from './host-presence.ts';

/** A host that somebody else has started, and will stop. */
export class AttachedHost implements StartedHost {
  readonly spec: HostSpec;
  readonly control = undefined;
  /** When it ends is not to be seen from here. */
  readonly exited = new Promise<never>(() => undefined);

  private constructor(spec: HostSpec) {
    this.spec = spec;
  }

  /** @throws HarnessError HARNESS_HOST_START_FAILED where no host has the address */
  static async find(spec: HostSpec, abandoned: Promise<void>): Promise<AttachedHost> {
    if (await hasHost(spec.address, abandoned)) return new AttachedHost(spec);
    throw new HarnessError(
      'HARNESS_HOST_START_FAILED',
      `No host of the attached network has the address ${spec.address}`,
      'Start a host with that address there, or run the instance with the private address of one',
    );
  }

  /** Nothing was started, so there is nothing to stop; the host goes on. */
  async stop(): Promise<void> {
    return undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
