import { styleText } from 'node:util';

/** What is done sooner needs no word. */
const SLOW_MS = 2_000;

/** Says on stderr what somebody is waiting for, if it takes longer than two seconds. */
export class SlowSteps implements Disposable {
  #timer: NodeJS.Timeout | undefined;
  readonly #slowMs: number;
  readonly #say: (text: string) => void;

  constructor(say: (text: string) => void = sayOnStderr, slowMs = SLOW_MS) {
    this.#say = say;
    this.#slowMs = slowMs;
  }

  /** The step before it is done. */
  begin(step: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(`${step} …`), this.#slowMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

function sayOnStderr(text: string): void {
  console.error(styleText('dim', text, { stream: process.stderr }));
}
