import { styleText } from 'node:util';
import type { Clock } from '../../index.ts';
import { formatElapsed } from '../elapsed.ts';
import type { Output } from '../output.ts';

/** Marks of a strip before a new line is begun: as many as an 80-column terminal has room for. */
const MARKS_A_LINE = 30;

/**
 * The demo as it is seen: chapters, lines with the harness time in the first column, and strips with one mark a
 * datagram. Machines get a record for each of them.
 */
export class Timeline {
  readonly #clock: Clock;
  readonly #output: Output;
  readonly #startedAt: number;
  #chapter = 0;
  #marks = 0;

  constructor(clock: Clock, output: Output) {
    this.#clock = clock;
    this.#output = output;
    this.#startedAt = clock.now();
  }

  /** What this is, before the first chapter. */
  title(text: string): void {
    this.#text(styleText('bold', text));
  }

  chapter(title: string): void {
    this.#chapter += 1;
    this.record('chapter', { number: this.#chapter, title });
    this.#text('');
    this.#text(styleText('bold', `${this.#chapter}  ${title}`));
  }

  /** A line at an instant, now unless given. */
  line(text: string, at = this.#clock.now()): void {
    this.#text(`${this.#time(at)}  ${text}`);
  }

  /** A line that belongs to the one before it; an empty one sets off what follows. */
  detail(text = ''): void {
    this.#text(text && `${' '.repeat(10)}${text}`);
  }

  /** One more mark on the present strip, or the first of a new one that begins at an instant. */
  mark(mark: string, at: number): void {
    if (this.#output.json) return;
    if (this.#marks === MARKS_A_LINE) this.#endStrip();
    if (this.#marks === 0) process.stdout.write(`${this.#time(at)} `);
    process.stdout.write(` ${mark}`);
    this.#marks += 1;
  }

  /** The same for machines. `at` is harness time since the demo began, in milliseconds. */
  record(kind: string, fields: object, at = this.#clock.now()): void {
    this.#output.data({ kind, at: Math.round(at - this.#startedAt), ...fields });
  }

  end(): void {
    if (!this.#output.json) this.#endStrip();
  }

  #text(line: string): void {
    this.end();
    this.#output.text(line);
  }

  #endStrip(): void {
    if (this.#marks > 0) process.stdout.write('\n');
    this.#marks = 0;
  }

  #time(at: number): string {
    return styleText('dim', formatElapsed(at - this.#startedAt));
  }
}
