import { HarnessError } from '../../errors.ts';
import type { ProgramConfig } from '../../targets/agent-config.ts';
import type { HostProcess } from './host-process.ts';

/** What runs on one host: its service, and the sidecars beside it. */
export class HostPrograms {
  readonly #processes: readonly HostProcess[];
  /** Resolves when one of them ends without having been stopped, with what it said last. */
  readonly exited: Promise<{ readonly detail: string }>;

  private constructor(service: HostProcess, sidecars: readonly HostProcess[]) {
    this.#processes = [service, ...sidecars];
    this.exited = Promise.race([
      service.exited,
      ...sidecars.map(async ({ exited }, index) => ({
        detail: `of sidecar ${index + 1} ${(await exited).detail}`,
      })),
    ]);
  }

  /** Starts the sidecars of a service that has been started. Where one cannot start, nothing is left running. */
  static async beside(
    service: HostProcess,
    sidecars: readonly ProgramConfig[] = [],
    start: (program: ProgramConfig) => Promise<HostProcess>,
  ): Promise<HostPrograms> {
    const started: HostProcess[] = [];
    try {
      for (const sidecar of sidecars) started.push(await start(sidecar));
    } catch (error) {
      await Promise.all([service, ...started].map((process) => process.stop()));
      throw error;
    }
    return new HostPrograms(service, started);
  }

  /**
   * Resolves as soon as one of them has written a line with this text.
   *
   * @throws HarnessError HARNESS_HOST_EXITED when one of them ends by itself before
   */
  said(text: string): Promise<void> {
    const ended = this.exited.then(({ detail }) => {
      throw new HarnessError(
        'HARNESS_HOST_EXITED',
        `Waited for a program to say '${text}', and the process ${detail}`,
        'Repair what the host runs',
      );
    });
    return Promise.race([ended, ...this.#processes.map((process) => process.said(text))]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
  }
}
