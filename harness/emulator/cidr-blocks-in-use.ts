import { cidrBlocksOf } from '../core/ec2/vpc-cidr-blocks.ts';
import type { Region } from '../core/region.ts';

/** Only networks that something lives in: a Region that is merely asked about claims no addresses. */
export function cidrBlocksInUse({ ec2: { networkInterfaces, vpcs } }: Region): ReadonlySet<string> {
  const vpcIds = new Set([...networkInterfaces.values()].map(({ vpcId }) => vpcId));
  return new Set(
    [...vpcs.values()].filter(({ vpcId }) => vpcIds.has(vpcId)).flatMap((vpc) => cidrBlocksOf(vpc)),
  );
}
