import { MAX_PAYLOAD_BYTES } from '../core/network/payload-limit.ts';
import type { Random } from '../core/random.ts';
import { checkWholeNumber } from './whole-number.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');

/** Printable characters but `#`, so that filler never looks like a sequence number. */
const FILLER_FIRST = 0x30;
const FILLER_COUNT = 74;

/**
 * A payload that starts with `#<sequence>`, which the target agent repeats in its reply, followed by seeded
 * filler up to the size. Where the size does not hold the number, the payload is filler alone, and its reply is
 * told by order.
 *
 * @param payloadBytes size, 0 to 65,507; just the number when undefined
 * @throws HarnessError HARNESS_ARGUMENT_INVALID for a size that no datagram has
 */
export function sequencePayload(
  sequence: number,
  payloadBytes: number | undefined,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const mark = encoder.encode(`#${sequence}`);
  if (payloadBytes === undefined) return mark;
  checkWholeNumber('payloadBytes', payloadBytes, 0, MAX_PAYLOAD_BYTES);
  const payload = new Uint8Array(payloadBytes);
  const marked = mark.length <= payloadBytes;
  if (marked) payload.set(mark);
  // A space ends the number, so that filler that starts with a digit does not prolong it.
  if (mark.length < payloadBytes) payload[mark.length] = 0x20;
  for (let index = marked ? mark.length + 1 : 0; index < payloadBytes; index += 1)
    payload[index] = FILLER_FIRST + (random.next() % FILLER_COUNT);
  return payload;
}

/** The number that a payload starts with, as the agent reads it; undefined where there is none. */
export function sequenceOf(payload: Uint8Array): number | undefined {
  const digits = /^#(\d{1,15})/.exec(decoder.decode(payload.subarray(0, 16)))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
