import type { Random } from '../random.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Tags } from './state.ts';

/** Where packets of its subnets would go. As data: the emulated network delivers without routes. */
export interface RouteTable {
  readonly routeTableId: string;
  readonly vpcId: string;
  /** Those beside the local ones, by destination. */
  readonly routes: Map<string, Route>;
  readonly associations: Map<string, RouteTableAssociation>;
  readonly tags: Tags;
}

export interface Route {
  readonly destination: RouteDestination;
  readonly target: RouteTarget;
}

export interface RouteDestination {
  readonly kind: 'cidr-ipv4' | 'cidr-ipv6' | 'prefix-list';
  /** A CIDR block or the id of a prefix list. */
  readonly value: string;
}

export interface RouteTarget {
  readonly kind: 'internet-gateway' | 'network-interface';
  readonly id: string;
}

/** What makes a table the one of a subnet or, without one, the VPC's main table. */
export interface RouteTableAssociation {
  readonly associationId: string;
  readonly subnetId: string | undefined;
}

/** Gives a VPC another table, which nothing uses yet. */
export function addRouteTable(state: Ec2State, random: Random, vpcId: string, tags: Tags): RouteTable {
  const routeTable: RouteTable = {
    routeTableId: newResourceId(random, 'rtb'),
    vpcId,
    routes: new Map(),
    associations: new Map(),
    tags: new Map(tags),
  };
  state.routeTables.set(routeTable.routeTableId, routeTable);
  return routeTable;
}

/** Makes a table that of a subnet, or the main one. */
export function addAssociation(routeTable: RouteTable, random: Random, subnetId: string | undefined): string {
  const associationId = newResourceId(random, 'rtbassoc');
  routeTable.associations.set(associationId, { associationId, subnetId });
  return associationId;
}

/** Whether the table serves the subnets that have none of their own. */
export function isMain(routeTable: RouteTable): boolean {
  return [...routeTable.associations.values()].some(({ subnetId }) => subnetId === undefined);
}
