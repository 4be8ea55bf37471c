/** A seeded source of randomness: the same seed gives the same run. */
export interface Random {
  /** A 32-bit unsigned integer. */
  next(): number;
}

/** The mulberry32 generator: small, fast, and good enough for ids, payloads and hash seeds. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = state;
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) >>> 0;
    },
  };
}

/** `digits` lower-case hexadecimal digits, the material of AWS resource ids. */
export function randomHex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.next().toString(16).padStart(8, '0');
  return text.slice(0, digits);
}
