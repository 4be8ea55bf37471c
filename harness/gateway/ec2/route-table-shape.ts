import type {
  RouteTableAssociation as SdkAssociation,
  Route as SdkRoute,
  RouteTable as SdkRouteTable,
} from '@aws-sdk/client-ec2';
import { requireResource } from '../../core/ec2/lookup.ts';
import type { Route, RouteTable, RouteTableAssociation } from '../../core/ec2/route-table.ts';
import { stateOfRoute } from '../../core/ec2/routes.ts';
import { cidrBlocksOf } from '../../core/ec2/vpc-cidr-blocks.ts';
import type { OperationContext } from '../operation.ts';
import { toSdkTags } from './tags-shape.ts';

/** A table with its local routes, one for each block of the VPC, before the others. */
export function toSdkRouteTable(context: OperationContext, routeTable: RouteTable): SdkRouteTable {
  return {
    RouteTableId: routeTable.routeTableId,
    VpcId: routeTable.vpcId,
    OwnerId: context.accountId,
    Routes: toSdkRoutes(context, routeTable),
    Associations: [...routeTable.associations.values()].map((association) =>
      toSdkAssociation(routeTable, association),
    ),
    PropagatingVgws: [],
    Tags: toSdkTags(routeTable.tags),
  };
}

export function toSdkRoutes(context: OperationContext, routeTable: RouteTable): SdkRoute[] {
  const vpc = requireResource(context.region.ec2.vpcs, 'vpc', routeTable.vpcId);
  return [
    ...cidrBlocksOf(vpc).map(
      (cidrBlock): SdkRoute => ({
        DestinationCidrBlock: cidrBlock,
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      }),
    ),
    ...[...routeTable.routes.values()].map(
      (route): SdkRoute => ({
        ...destinationOf(route),
        ...targetOf(context, route),
        Origin: 'CreateRoute',
        State: stateOfRoute(context.region.ec2, routeTable, route),
      }),
    ),
  ];
}

function destinationOf({ destination: { kind, value } }: Route): SdkRoute {
  switch (kind) {
    case 'cidr-ipv4':
      return { DestinationCidrBlock: value };
    case 'cidr-ipv6':
      return { DestinationIpv6CidrBlock: value };
    case 'prefix-list':
      return { DestinationPrefixListId: value };
  }
}

/** A route to an instance is one to its primary interface, and is shown as both. */
function targetOf({ accountId, region }: OperationContext, { target: { kind, id } }: Route): SdkRoute {
  if (kind === 'internet-gateway') return { GatewayId: id };
  const instanceId = region.ec2.networkInterfaces.get(id)?.attachedInstanceId;
  return {
    NetworkInterfaceId: id,
    ...(instanceId !== undefined && { InstanceId: instanceId, InstanceOwnerId: accountId }),
  };
}

function toSdkAssociation(
  { routeTableId }: RouteTable,
  { associationId, subnetId }: RouteTableAssociation,
): SdkAssociation {
  return {
    RouteTableAssociationId: associationId,
    RouteTableId: routeTableId,
    Main: subnetId === undefined,
    ...(subnetId !== undefined && { SubnetId: subnetId }),
    AssociationState: { State: 'associated' },
  };
}
