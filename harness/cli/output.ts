/** Where a command says things: lines for people, or JSON lines for machines, never both. */
export interface Output {
  readonly json: boolean;
  /** A line for people; said only without `--json`. */
  text(line?: string): void;
  /** An object on a line of its own; said only with `--json`. */
  data(record: object): void;
}

export function createOutput(json: boolean): Output {
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  return {
    json,
    text: (line = '') => {
      if (!json) write(line);
    },
    data: (record) => {
      // Field names are stable: what is not known is null, not absent.
      if (json) write(JSON.stringify(record, (_, value) => (value === undefined ? null : value)));
    },
  };
}

/**
 * A reader that has seen enough, such as `head -1`, closes the pipe. That is no error: the process ends as on
 * SIGTERM, so that what it started ends with it.
 */
export function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
    else process.exit();
  });
}
