import { randomInt } from 'node:crypto';

/** One datagram to send, and how its answer is known. */
export interface UdpQuestion {
  readonly payload: Uint8Array;
  isAnsweredBy(answer: Buffer): boolean;
}

/**
 * A line with a number that nobody else sends. Digits, because they survive what services do to texts (upper case,
 * JSON); fifteen of them, because more are no exact number for many.
 */
export function echo(): UdpQuestion {
  const nonce = `${randomInt(1e7, 1e8)}${randomInt(1e6, 1e7)}`;
  return {
    payload: Buffer.from(`#${nonce}\n`),
    isAnsweredBy: (answer) => answer.includes(nonce),
  };
}

/** A given payload, answered by whatever matches. */
export function anyAnswer(
  payload: Uint8Array,
  matches: (answer: Buffer) => boolean = () => true,
): UdpQuestion {
  return { payload, isAnsweredBy: matches };
}
