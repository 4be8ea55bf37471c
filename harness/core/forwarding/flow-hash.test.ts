import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientFlow, clientFlows } from '../testing/network-builder.ts';
import { hashFiveTuple, hashSourceAddress, scaleHash } from './flow-hash.ts';

const endpoint = fc.record({ address: fc.ipV4(), port: fc.integer({ min: 1, max: 65535 }) });
const fiveTuple = fc.record({
  protocol: fc.constantFrom('udp' as const, 'tcp' as const),
  source: endpoint,
  destination: endpoint,
});

test('gives the same 32-bit number for the same five-tuple and seed', () => {
  fc.assert(
    fc.property(fiveTuple, fc.integer(), (tuple, seed) => {
      const hash = hashFiveTuple(tuple, seed);
      expect(hashFiveTuple(structuredClone(tuple), seed)).toBe(hash);
      expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
    }),
  );
});

test('does not change from release to release: recorded runs stay reproducible', () => {
  expect(hashFiveTuple(clientFlow(40_001), 1)).toMatchInlineSnapshot(`334909568`);
  expect(hashSourceAddress('203.0.113.9', 1)).toMatchInlineSnapshot(`2668732581`);
});

test('NLB-RT-29 the protocol, both ends and the seed are part of the hash', () => {
  const base = clientFlow(40_001);
  const variants = [
    hashFiveTuple(base, 1),
    hashFiveTuple(base, 2),
    hashFiveTuple({ ...base, protocol: 'tcp' }, 1),
    hashFiveTuple({ ...base, source: { ...base.source, port: 40_002 } }, 1),
    hashFiveTuple({ ...base, source: { ...base.source, address: '203.0.113.10' } }, 1),
    hashFiveTuple({ ...base, destination: { ...base.destination, port: 54 } }, 1),
    hashFiveTuple({ ...base, destination: { ...base.destination, address: '10.0.2.10' } }, 1),
  ];
  expect(new Set(variants).size).toBe(variants.length);
});

test('spreads neighbouring source ports roughly evenly over any number of targets', () => {
  const flows = clientFlows(10_000);
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 10 }), (seed, targets) => {
      const counts = new Array<number>(targets).fill(0);
      for (const flow of flows) counts[scaleHash(hashFiveTuple(flow, seed), targets)]! += 1;
      const expected = flows.length / targets;
      // Six standard deviations of a binomial count: a fair hash practically never leaves this band.
      const tolerance = 6 * Math.sqrt(expected);
      for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(tolerance);
    }),
    { numRuns: 20 },
  );
});

test('spreads neighbouring client addresses roughly evenly', () => {
  const counts = [0, 0, 0, 0];
  for (let index = 0; index < 4096; index++)
    counts[scaleHash(hashSourceAddress(`10.1.${index >> 8}.${index & 255}`, 3), 4)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1024)).toBeLessThan(6 * 32);
});
