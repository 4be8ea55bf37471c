import { ipv4FromNumber, ipv4ToNumber, isCidrIpv4 } from '../network/ipv4.ts';
import { invalidParameterValue } from './parameter-errors.ts';

/** An IPv4 CIDR block as numbers. */
export interface CidrBlock {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/**
 * Reads a CIDR block; bits behind the prefix are cleared, as EC2 does ("100.68.0.18/18" counts as
 * "100.68.0.0/18"). Throws `InvalidParameterValue`.
 */
export function parseCidrBlock(text: string): CidrBlock {
  if (!isCidrIpv4(text)) {
    throw invalidParameterValue(
      `Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  const [address = '', prefix = ''] = text.split('/');
  const prefixLength = Number(prefix);
  const size = 2 ** (32 - prefixLength);
  const number = ipv4ToNumber(address);
  const first = number - (number % size);
  return { first, last: first + size - 1, prefixLength };
}

/** `172.31.0.0/16`. */
export function formatCidrBlock({ first, prefixLength }: CidrBlock): string {
  return `${ipv4FromNumber(first)}/${prefixLength}`;
}

/** Whether the inner block lies wholly in the outer one. */
export function contains(outer: CidrBlock, inner: CidrBlock): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** Whether two blocks share an address. */
export function overlaps(one: CidrBlock, other: CidrBlock): boolean {
  return one.first <= other.last && other.first <= one.last;
}
