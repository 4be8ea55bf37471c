import { spawnSync } from 'node:child_process';

/**
 * Hands every key to whoever reads standard input, and every byte to the screen as it is, until it is disposed of.
 * Node's own raw mode turns line feeds into new lines, which programs at a terminal of their own have done already.
 */
export function makeTerminalRaw(): Disposable {
  const before = stty('-g');
  if (before && stty('raw', '-echo') !== undefined) {
    return { [Symbol.dispose]: () => void stty(before) };
  }
  // Windows has no stty.
  process.stdin.setRawMode(true);
  return { [Symbol.dispose]: () => void process.stdin.setRawMode(false) };
}

/** What it said; undefined where it failed or is not there. */
function stty(...settings: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('stty', settings, {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
