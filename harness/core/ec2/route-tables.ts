import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { notFound, requireResource } from './lookup.ts';
import { dependencyViolation, invalidParameterValue } from './parameter-errors.ts';
import { addAssociation, addRouteTable, type RouteTable, type RouteTableAssociation } from './route-table.ts';
import type { Ec2State, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** Makes a route table with the VPC's local routes. Throws `InvalidVpcID.NotFound`. */
export function createRouteTable(region: Region, vpcId: string, tags: Tags): RouteTable {
  requireResource(region.ec2.vpcs, 'vpc', vpcId);
  assertTags(tags);
  return addRouteTable(region.ec2, region.random, vpcId, tags);
}

/** Removes a route table. Throws `DependencyViolation` while it is a subnet's or the main one. */
export function deleteRouteTable(state: Ec2State, routeTableId: string): void {
  const routeTable = requireResource(state.routeTables, 'route-table', routeTableId);
  if (routeTable.associations.size > 0)
    throw dependencyViolation(`The routeTable '${routeTableId}' has dependencies and cannot be deleted.`);
  state.routeTables.delete(routeTableId);
}

/**
 * Makes a table that of a subnet; returns the association's id. Throws `Resource.AlreadyAssociated` where the
 * subnet has another one, `InvalidParameterValue` where it is another VPC's.
 */
export function associateRouteTable(region: Region, routeTableId: string, subnetId: string): string {
  const routeTable = requireResource(region.ec2.routeTables, 'route-table', routeTableId);
  const subnet = requireResource(region.ec2.subnets, 'subnet', subnetId);
  if (subnet.vpcId !== routeTable.vpcId) {
    throw invalidParameterValue(
      `Route table ${routeTableId} and subnet ${subnetId} belong to different networks`,
    );
  }
  const present = associationOfSubnet(region.ec2, subnetId);
  if (present?.routeTable === routeTable) return present.association.associationId;
  if (present) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${routeTableId} conflicts with an existing association`,
    );
  }
  return addAssociation(routeTable, region.random, subnetId);
}

/** Gives a subnet back to the main table. Throws `InvalidParameterValue` for the main association. */
export function disassociateRouteTable(state: Ec2State, associationId: string): void {
  const { routeTable, association } = requireAssociation(state, associationId);
  if (association.subnetId === undefined) {
    throw invalidParameterValue(
      `cannot disassociate the main route table association ${association.associationId}`,
    );
  }
  routeTable.associations.delete(associationId);
}

/** Puts another table in the place of a subnet's or of the main one; returns the new association's id. */
export function replaceRouteTableAssociation(
  region: Region,
  associationId: string,
  routeTableId: string,
): string {
  const present = requireAssociation(region.ec2, associationId);
  const routeTable = requireResource(region.ec2.routeTables, 'route-table', routeTableId);
  if (routeTable.vpcId !== present.routeTable.vpcId) {
    throw invalidParameterValue(
      `Route table ${routeTableId} and route table ${present.routeTable.routeTableId} belong to different networks`,
    );
  }
  if (routeTable === present.routeTable) return associationId;
  present.routeTable.associations.delete(associationId);
  return addAssociation(routeTable, region.random, present.association.subnetId);
}

/** Forgets which table was a subnet's, when the subnet goes. */
export function forgetSubnet(state: Ec2State, subnetId: string): void {
  const present = associationOfSubnet(state, subnetId);
  present?.routeTable.associations.delete(present.association.associationId);
}

interface FoundAssociation {
  readonly routeTable: RouteTable;
  readonly association: RouteTableAssociation;
}

function associationOfSubnet(state: Ec2State, subnetId: string): FoundAssociation | undefined {
  return findAssociation(state, (association) => association.subnetId === subnetId);
}

function requireAssociation(state: Ec2State, associationId: string): FoundAssociation {
  const found = findAssociation(state, (association) => association.associationId === associationId);
  if (!found) throw notFound('association', [associationId]);
  return found;
}

function findAssociation(
  state: Ec2State,
  matches: (association: RouteTableAssociation) => boolean,
): FoundAssociation | undefined {
  for (const routeTable of state.routeTables.values())
    for (const association of routeTable.associations.values())
      if (matches(association)) return { routeTable, association };
  return undefined;
}
