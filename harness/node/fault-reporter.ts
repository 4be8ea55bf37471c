import type { HarnessError } from '../errors.ts';
import type { NodeEvent } from './protocol.ts';

/** Reports each kind of fault once: what goes wrong for a datagram goes wrong for the next thousand too. */
export class FaultReporter {
  readonly #send: (event: NodeEvent) => void;
  readonly #reported = new Set<string>();

  constructor(send: (event: NodeEvent) => void) {
    this.#send = send;
  }

  /** `kind` tells faults apart that have the same code; the code itself unless given. */
  report(error: HarnessError, kind: string = error.code): void {
    if (this.#reported.has(kind)) return;
    this.#reported.add(kind);
    this.#send({ type: 'fault', code: error.code, message: error.message });
  }
}
