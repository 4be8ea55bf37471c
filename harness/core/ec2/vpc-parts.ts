import type { Random } from '../random.ts';
import { createDefaultSecurityGroup } from './default-security-group.ts';
import { newResourceId } from './resource-id.ts';
import { addAssociation, addRouteTable, type RouteTable } from './route-table.ts';
import type { Ec2State, Vpc } from './state.ts';

/** Gives a new VPC what every VPC is born with: default group, network ACL and main route table. */
export function furnishVpc(state: Ec2State, random: Random, { vpcId }: Vpc): RouteTable {
  createDefaultSecurityGroup(state, random, vpcId);
  const networkAclId = newResourceId(random, 'acl');
  state.networkAcls.set(networkAclId, { networkAclId, vpcId, tags: new Map() });
  const mainTable = addRouteTable(state, random, vpcId, new Map());
  addAssociation(mainTable, random, undefined);
  return mainTable;
}
