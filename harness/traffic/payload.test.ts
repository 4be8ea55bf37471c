import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_PAYLOAD_BYTES } from '../core/network/payload-limit.ts';
import { createRandom } from '../core/random.ts';
import { sequenceOf, sequencePayload } from './payload.ts';

test('a payload has the size asked for and starts with its number where that fits', () => {
  fc.assert(
    fc.property(fc.nat(999_999), fc.nat(2_000), fc.nat(), (sequence, payloadBytes, seed) => {
      const payload = sequencePayload(sequence, payloadBytes, createRandom(seed));
      expect(payload.length).toBe(payloadBytes);
      expect(sequenceOf(payload)).toBe(`#${sequence}`.length <= payloadBytes ? sequence : undefined);
    }),
  );
});

test('the same seed gives the same payload and another seed another', () => {
  const text = (seed: number) => Buffer.from(sequencePayload(1, 24, createRandom(seed))).toString();
  expect(text(7)).toBe(text(7));
  expect(text(7)).not.toBe(text(8));
  expect(text(7)).toMatch(/^#1 [0-z]{21}$/);
});

test('without a size the payload is the number alone', () => {
  expect(Buffer.from(sequencePayload(12, undefined, createRandom(1))).toString()).toBe('#12');
});

test('refuses sizes that no datagram has', () => {
  for (const size of [-1, 1.5, MAX_PAYLOAD_BYTES + 1])
    expect(() => sequencePayload(1, size, createRandom(1))).toThrow(
      expect.objectContaining({ code: 'HARNESS_ARGUMENT_INVALID' }),
    );
});
