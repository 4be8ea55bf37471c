import type {
  AssociateRouteTableCommandInput,
  AssociateRouteTableCommandOutput,
  CreateRouteTableCommandInput,
  CreateRouteTableCommandOutput,
  DeleteRouteTableCommandInput,
  DeleteRouteTableCommandOutput,
  DescribeRouteTablesCommandInput,
  DescribeRouteTablesCommandOutput,
  DisassociateRouteTableCommandInput,
  DisassociateRouteTableCommandOutput,
  ReplaceRouteTableAssociationCommandInput,
  ReplaceRouteTableAssociationCommandOutput,
  Route as SdkRoute,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { RouteTable } from '../../core/ec2/route-table.ts';
import * as core from '../../core/ec2/route-tables.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, text } from './parameters.ts';
import { toSdkRoutes, toSdkRouteTable } from './route-table-shape.ts';
import { specifiedTags } from './tags-shape.ts';

export const createRouteTable: Ec2Operation<CreateRouteTableCommandInput, CreateRouteTableCommandOutput> = (
  context,
  input,
) => {
  const tags = specifiedTags(input.TagSpecifications, 'route-table');
  const routeTable = core.createRouteTable(context.region, required(input.VpcId, 'vpcId'), tags);
  return { RouteTable: toSdkRouteTable(context, routeTable), ClientToken: input.ClientToken };
};

export const deleteRouteTable: Ec2Operation<DeleteRouteTableCommandInput, DeleteRouteTableCommandOutput> = (
  { region },
  input,
) => {
  core.deleteRouteTable(region.ec2, required(input.RouteTableId, 'routeTableId'));
  return {};
};

export const describeRouteTables: Ec2Operation<
  DescribeRouteTablesCommandInput,
  DescribeRouteTablesCommandOutput
> = (context, input) => {
  const routeTables = requireResources(context.region.ec2.routeTables, 'route-table', input.RouteTableIds);
  const page = describe(routeTables, input, filterFields(context));
  return {
    RouteTables: page.items.map((routeTable) => toSdkRouteTable(context, routeTable)),
    NextToken: page.nextToken,
  };
};

export const associateRouteTable: Ec2Operation<
  AssociateRouteTableCommandInput,
  AssociateRouteTableCommandOutput
> = ({ region }, input) => {
  const routeTableId = required(input.RouteTableId, 'routeTableId');
  if (input.GatewayId !== undefined || input.PublicIpv4Pool !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 associates route tables with subnets only. Name a SubnetId.',
    );
  }
  return {
    AssociationId: core.associateRouteTable(region, routeTableId, required(input.SubnetId, 'subnetId')),
    AssociationState: { State: 'associated' },
  };
};

export const disassociateRouteTable: Ec2Operation<
  DisassociateRouteTableCommandInput,
  DisassociateRouteTableCommandOutput
> = ({ region }, input) => {
  core.disassociateRouteTable(region.ec2, required(input.AssociationId, 'associationId'));
  return {};
};

export const replaceRouteTableAssociation: Ec2Operation<
  ReplaceRouteTableAssociationCommandInput,
  ReplaceRouteTableAssociationCommandOutput
> = ({ region }, input) => {
  const newAssociationId = core.replaceRouteTableAssociation(
    region,
    required(input.AssociationId, 'associationId'),
    required(input.RouteTableId, 'routeTableId'),
  );
  return { NewAssociationId: newAssociationId, AssociationState: { State: 'associated' } };
};

function filterFields(context: OperationContext): FilterFields<RouteTable> {
  const associations = (routeTable: RouteTable) => [...routeTable.associations.values()];
  const routes = (field: (route: SdkRoute) => string | undefined) => (routeTable: RouteTable) =>
    toSdkRoutes(context, routeTable).map(field);
  return {
    'route-table-id': (routeTable) => [routeTable.routeTableId],
    'vpc-id': (routeTable) => [routeTable.vpcId],
    'owner-id': () => [context.accountId],
    'association.route-table-association-id': (routeTable) =>
      associations(routeTable).map(({ associationId }) => associationId),
    'association.route-table-id': (routeTable) =>
      routeTable.associations.size > 0 ? [routeTable.routeTableId] : [],
    'association.subnet-id': (routeTable) => associations(routeTable).map(({ subnetId }) => subnetId),
    'association.main': (routeTable) =>
      associations(routeTable).map(({ subnetId }) => text(subnetId === undefined)),
    'route.destination-cidr-block': routes((route) => route.DestinationCidrBlock),
    'route.destination-ipv6-cidr-block': routes((route) => route.DestinationIpv6CidrBlock),
    'route.destination-prefix-list-id': routes((route) => route.DestinationPrefixListId),
    'route.gateway-id': routes((route) => route.GatewayId),
    'route.instance-id': routes((route) => route.InstanceId),
    'route.origin': routes((route) => route.Origin),
    'route.state': routes((route) => route.State),
  };
}
