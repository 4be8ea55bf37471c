import { closeSync, fstatSync, openSync } from 'node:fs';

/**
 * A network namespace that is held open: as long as it is, the name that the system has for it is nobody else's. One
 * that is let go lends its name to the next that comes to be, be it another world's.
 */
export class HeldNetwork implements Disposable {
  /** As the system shows it for each process in it: `net:[4026532177]`. */
  readonly name: string;
  #fd: number | undefined;

  /** `netFile` leads to the namespace. */
  constructor(netFile: string) {
    this.#fd = openSync(netFile, 'r');
    this.name = `net:[${fstatSync(this.#fd).ino}]`;
  }

  /** Idempotent. */
  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
