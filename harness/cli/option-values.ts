import { InvalidArgumentError } from 'commander';

/** A port that may be 0 for any free one. */
export function parsePort(text: string): number {
  return wholeNumber(text, 0, 65_535, 'Give a port from 0 to 65535; 0 takes a free one.');
}

/** A port that something can be sent to. */
export function parseServicePort(text: string): number {
  return wholeNumber(text, 1, 65_535, 'Give a port from 1 to 65535.');
}

/** Harness seconds in a real one. */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && speed >= 0.01 && speed <= 10_000) return speed;
  throw new InvalidArgumentError('Give a number from 0.01 to 10000: harness seconds in a real one.');
}

/** The endpoint of a LocalStack, or `none`, which gives `false`. */
export function parseLocalStack(text: string): string | false {
  if (text === 'none') return false;
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError("Give the address of a LocalStack, like http://127.0.0.1:4566, or 'none'.");
}

/** As in NLB_SEED. */
export function parseSeed(text: string): string {
  if (text === 'random' || (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)))) return text;
  throw new InvalidArgumentError("Give a whole number from 0 up, or 'random'.");
}

/** `2/3`: the second of three shares. */
export function parseShard(text: string): string {
  const [index = 0, count = 0] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= count) return text;
  throw new InvalidArgumentError('Give index/count, for example 1/3 for the first of three shares.');
}

function wholeNumber(text: string, least: number, most: number, expected: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(expected);
}
