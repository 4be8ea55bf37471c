import { type Random, randomHex } from '../random.ts';

/** What stands before the dash in the id of each kind of resource. */
export type ResourceIdPrefix =
  | 'acl'
  | 'dopt'
  | 'eipalloc'
  | 'eipassoc'
  | 'eni'
  | 'i'
  | 'igw'
  | 'key'
  | 'pl'
  | 'r'
  | 'rtb'
  | 'rtbassoc'
  | 'sg'
  | 'sgr'
  | 'subnet'
  | 'vol'
  | 'vpc'
  | 'vpc-cidr-assoc';

/** A new id in the long form that AWS has given since 2018: prefix, dash, 17 hexadecimal digits. */
export function newResourceId(random: Random, prefix: ResourceIdPrefix): string {
  return `${prefix}-${randomHex(random, 17)}`;
}
