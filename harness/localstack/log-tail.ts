import { StringDecoder } from 'node:string_decoder';

/** The end of what a program said, for messages about its end. */
export class LogTail {
  readonly #maxLines: number;
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [];
  #unfinished = '';

  constructor(maxLines: number) {
    this.#maxLines = maxLines;
  }

  add(chunk: Buffer | string): void {
    const text = this.#unfinished + (typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
    const lines = text.split(/\r?\n/);
    this.#unfinished = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines.filter((line) => line.trim() !== '')].slice(-this.#maxLines);
  }

  toString(): string {
    return [...this.#lines, this.#unfinished].filter((line) => line.trim() !== '').join('\n');
  }
}
