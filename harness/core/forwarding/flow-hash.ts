import type { FiveTuple } from './five-tuple.ts';

/**
 * A 32-bit hash of a five-tuple. The protocol is part of it, so a client's TCP and UDP go apart (NLB-RT-29).
 * AWS does not publish its hash; this one only shares its properties.
 */
export function hashFiveTuple({ protocol, source, destination }: FiveTuple, seed: number): number {
  let hash = absorbText(seed | 0, protocol);
  hash = absorbNumber(absorbText(hash, source.address), source.port);
  hash = absorbNumber(absorbText(hash, destination.address), destination.port);
  return avalanche(hash);
}

/** A 32-bit hash of the client's address alone, for `source_ip` stickiness (NLB-RT-19). */
export function hashSourceAddress(address: string, seed: number): number {
  return avalanche(absorbText(seed | 0, address));
}

/** Scales a 32-bit hash to an integer from 0 to below `count`. */
export function scaleHash(hash: number, count: number): number {
  return Math.floor((hash / 2 ** 32) * count);
}

function absorbText(hash: number, text: string): number {
  let state = hash;
  for (let index = 0; index < text.length; index++) state = absorbNumber(state, text.charCodeAt(index));
  // The length ends the text, so that neighbouring fields cannot run into each other.
  return absorbNumber(state, text.length);
}

/** One round of FNV-1a, widened to numbers. */
function absorbNumber(hash: number, number: number): number {
  const state = Math.imul(hash ^ number, 0x01000193);
  return state ^ (state >>> 15);
}

/** The finalizer of MurmurHash3: every input bit reaches every output bit. */
function avalanche(hash: number): number {
  let state = hash ^ (hash >>> 16);
  state = Math.imul(state, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
