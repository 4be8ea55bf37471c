import ipaddr from 'ipaddr.js';
import { AwsError } from '../aws-error.ts';
import { isCidrIpv4 } from '../network/ipv4.ts';
import { formatCidrBlock, parseCidrBlock } from './cidr-block.ts';
import { requireResource } from './lookup.ts';
import { requirePrefixList } from './managed-prefix-lists.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { Route, RouteDestination, RouteTable, RouteTarget } from './route-table.ts';
import type { Ec2State } from './state.ts';
import { cidrBlocksOf } from './vpc-cidr-blocks.ts';

/**
 * Adds a route. Throws `RouteAlreadyExists`, the NotFound errors, and `InvalidParameterValue` for a destination
 * that is none or a target of another VPC.
 */
export function createRoute(state: Ec2State, routeTableId: string, route: Route): void {
  const routeTable = requireResource(state.routeTables, 'route-table', routeTableId);
  const destination = normaliseDestination(state, route.destination);
  assertTarget(state, routeTable, route.target);
  if (routeTable.routes.has(destination.value) || isLocal(state, routeTable, destination)) {
    throw new AwsError('RouteAlreadyExists', `The route identified by ${destination.value} already exists.`);
  }
  routeTable.routes.set(destination.value, { destination, target: route.target });
}

/** Points a route at another target. Throws `InvalidParameterValue` where there is none. */
export function replaceRoute(state: Ec2State, routeTableId: string, route: Route): void {
  const routeTable = requireResource(state.routeTables, 'route-table', routeTableId);
  const destination = normaliseDestination(state, route.destination);
  assertTarget(state, routeTable, route.target);
  if (!routeTable.routes.has(destination.value)) {
    throw invalidParameterValue(
      `There is no route defined for '${destination.value}' in the route table. Use CreateRoute instead.`,
    );
  }
  routeTable.routes.set(destination.value, { destination, target: route.target });
}

/** Removes a route. Throws `InvalidRoute.NotFound`, and `InvalidParameterValue` for a local one. */
export function deleteRoute(state: Ec2State, routeTableId: string, named: RouteDestination): void {
  const routeTable = requireResource(state.routeTables, 'route-table', routeTableId);
  const destination = normaliseDestination(state, named);
  if (isLocal(state, routeTable, destination)) {
    throw invalidParameterValue(
      `cannot remove local route ${destination.value} in route table ${routeTableId}`,
    );
  }
  if (!routeTable.routes.delete(destination.value)) {
    throw new AwsError(
      'InvalidRoute.NotFound',
      `no route with destination-${destination.kind === 'prefix-list' ? 'prefix-list-id' : 'cidr-block'} ${destination.value} in route table ${routeTableId}`,
    );
  }
}

/** `blackhole` once what the route leads to is gone or, for a gateway, detached. */
export function stateOfRoute(
  state: Ec2State,
  { vpcId }: RouteTable,
  { target }: Route,
): 'active' | 'blackhole' {
  const leadsOn =
    target.kind === 'internet-gateway'
      ? state.internetGateways.get(target.id)?.vpcId === vpcId
      : state.networkInterfaces.get(target.id)?.attachedInstanceId !== undefined;
  return leadsOn ? 'active' : 'blackhole';
}

function assertTarget(state: Ec2State, routeTable: RouteTable, target: RouteTarget): void {
  const isGateway = target.kind === 'internet-gateway';
  const { vpcId } = isGateway
    ? requireResource(state.internetGateways, 'gateway', target.id)
    : requireResource(state.networkInterfaces, 'network-interface', target.id);
  if (vpcId === routeTable.vpcId) return;
  throw invalidParameterValue(
    `route table ${routeTable.routeTableId} and ${isGateway ? 'network gateway' : 'interface'} ${target.id} belong to different networks`,
  );
}

function isLocal(state: Ec2State, { vpcId }: RouteTable, { value }: RouteDestination): boolean {
  return cidrBlocksOf(requireResource(state.vpcs, 'vpc', vpcId)).includes(value);
}

function normaliseDestination(state: Ec2State, destination: RouteDestination): RouteDestination {
  const { kind, value } = destination;
  switch (kind) {
    case 'cidr-ipv4':
      if (!isCidrIpv4(value)) throw malformed('destinationCidrBlock', value);
      return { kind, value: formatCidrBlock(parseCidrBlock(value)) };
    case 'cidr-ipv6':
      if (!ipaddr.IPv6.isValidCIDR(value)) throw malformed('destinationIpv6CidrBlock', value);
      return {
        kind,
        value: `${ipaddr.IPv6.networkAddressFromCIDR(value).toString()}/${value.split('/')[1]}`,
      };
    case 'prefix-list':
      requirePrefixList(state, value);
      return destination;
  }
}

function malformed(parameter: string, value: string): AwsError {
  return invalidParameterValue(
    `Value (${value}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
  );
}
