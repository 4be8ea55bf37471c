import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

/** A VPC with a subnet and an attached internet gateway. */
async function setUp() {
  const { ec2, region } = await serveRegion();
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  const { InternetGateway } = await ec2.send(new sdk.CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId ?? '';
  await ec2.send(new sdk.AttachInternetGatewayCommand({ VpcId, InternetGatewayId: GatewayId }));
  const createTable = async () => {
    const { RouteTable } = await ec2.send(new sdk.CreateRouteTableCommand({ VpcId }));
    return RouteTable?.RouteTableId ?? '';
  };
  const describe = async (RouteTableId: string) =>
    (await ec2.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }))).RouteTables?.[0];
  const mainAssociation = async () => {
    const { RouteTables } = await ec2.send(
      new sdk.DescribeRouteTablesCommand({
        Filters: [
          { Name: 'vpc-id', Values: [VpcId] },
          { Name: 'association.main', Values: ['true'] },
        ],
      }),
    );
    return RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId ?? '';
  };
  const SubnetId = Subnet?.SubnetId ?? '';
  return { ec2, region, VpcId, SubnetId, GatewayId, createTable, describe, mainAssociation };
}

const EVERYWHERE = '0.0.0.0/0';

test('aws_route is created, replaced by another target, and deleted', async () => {
  const { ec2, region, SubnetId, GatewayId, createTable, describe } = await setUp();
  const RouteTableId = await createTable();
  const route = { RouteTableId, DestinationCidrBlock: EVERYWHERE };
  await ec2.send(new sdk.CreateRouteCommand({ ...route, GatewayId }));
  expect((await describe(RouteTableId))?.Routes).toEqual([
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    { DestinationCidrBlock: EVERYWHERE, GatewayId, Origin: 'CreateRoute', State: 'active' },
  ]);
  expect(await refusalOf(ec2.send(new sdk.CreateRouteCommand({ ...route, GatewayId })))).toBe(
    `RouteAlreadyExists: The route identified by ${EVERYWHERE} already exists.`,
  );
  const { NetworkInterface } = await ec2.send(new sdk.CreateNetworkInterfaceCommand({ SubnetId }));
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? '';
  await ec2.send(new sdk.ReplaceRouteCommand({ ...route, NetworkInterfaceId }));
  expect((await describe(RouteTableId))?.Routes?.[1]).toMatchObject({
    NetworkInterfaceId,
    State: 'blackhole',
  });
  await ec2.send(new sdk.DeleteRouteCommand(route));
  expect(await refusalOf(ec2.send(new sdk.DeleteRouteCommand(route)))).toBe(
    `InvalidRoute.NotFound: no route with destination-cidr-block ${EVERYWHERE} in route table ${RouteTableId}`,
  );
  expect(region.ec2.routeTables.get(RouteTableId)?.routes.size).toBe(0);
});

test('a route leads only where something is', async () => {
  const { ec2, createTable } = await setUp();
  const RouteTableId = await createTable();
  const create = (target: Partial<sdk.CreateRouteCommandInput>) =>
    refusalOf(
      ec2.send(new sdk.CreateRouteCommand({ RouteTableId, DestinationCidrBlock: EVERYWHERE, ...target })),
    );
  const unknown = 'igw-00000000000000000';
  expect(await create({ GatewayId: unknown })).toBe(
    `InvalidGatewayID.NotFound: The gateway ID '${unknown}' does not exist`,
  );
  expect(await create({ NatGatewayId: 'nat-00000000000000000' })).toBe(
    "NatGatewayNotFound: The natGateway ID 'nat-00000000000000000' does not exist",
  );
  const { InternetGateway } = await ec2.send(new sdk.CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId ?? '';
  expect(await create({ GatewayId })).toBe(
    `InvalidParameterValue: route table ${RouteTableId} and network gateway ${GatewayId} belong to different networks`,
  );
});

test('the local route of each block of the VPC stays', async () => {
  const { ec2, VpcId, createTable, describe } = await setUp();
  const RouteTableId = await createTable();
  await ec2.send(new sdk.AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: '10.1.0.0/16' }));
  expect((await describe(RouteTableId))?.Routes?.map((route) => route.DestinationCidrBlock)).toEqual([
    '10.0.0.0/16',
    '10.1.0.0/16',
  ]);
  const DestinationCidrBlock = '10.1.0.0/16';
  expect(await refusalOf(ec2.send(new sdk.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock })))).toBe(
    `InvalidParameterValue: cannot remove local route 10.1.0.0/16 in route table ${RouteTableId}`,
  );
});

test('aws_route_table_association is created, moved to another table, and deleted', async () => {
  const { ec2, SubnetId, createTable, describe } = await setUp();
  const [first, second] = [await createTable(), await createTable()];
  const { AssociationId = '' } = await ec2.send(
    new sdk.AssociateRouteTableCommand({ RouteTableId: first, SubnetId }),
  );
  const found = await ec2.send(
    new sdk.DescribeRouteTablesCommand({
      Filters: [{ Name: 'association.route-table-association-id', Values: [AssociationId] }],
    }),
  );
  expect(found.RouteTables?.[0]?.Associations).toEqual([
    {
      AssociationState: { State: 'associated' },
      Main: false,
      RouteTableAssociationId: AssociationId,
      RouteTableId: first,
      SubnetId,
    },
  ]);
  const conflicting = ec2.send(new sdk.AssociateRouteTableCommand({ RouteTableId: second, SubnetId }));
  expect(await refusalOf(conflicting)).toBe(
    `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
  );
  expect(await refusalOf(ec2.send(new sdk.DeleteRouteTableCommand({ RouteTableId: first })))).toBe(
    `DependencyViolation: The routeTable '${first}' has dependencies and cannot be deleted.`,
  );
  const { NewAssociationId = '' } = await ec2.send(
    new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: second }),
  );
  expect((await describe(second))?.Associations).toMatchObject([{ SubnetId }]);
  await ec2.send(new sdk.DisassociateRouteTableCommand({ AssociationId: NewAssociationId }));
  expect(
    await refusalOf(ec2.send(new sdk.DisassociateRouteTableCommand({ AssociationId: NewAssociationId }))),
  ).toBe(`InvalidAssociationID.NotFound: The association ID '${NewAssociationId}' does not exist`);
  for (const RouteTableId of [first, second])
    await ec2.send(new sdk.DeleteRouteTableCommand({ RouteTableId }));
  expect(await refusalOf(describe(first))).toBe(
    `InvalidRouteTableID.NotFound: The routeTable ID '${first}' does not exist`,
  );
});

test('aws_main_route_table_association puts another table in the place of the main one and back', async () => {
  const { ec2, VpcId, createTable, describe, mainAssociation } = await setUp();
  const AssociationId = await mainAssociation();
  expect(await refusalOf(ec2.send(new sdk.DisassociateRouteTableCommand({ AssociationId })))).toBe(
    `InvalidParameterValue: cannot disassociate the main route table association ${AssociationId}`,
  );
  const RouteTableId = await createTable();
  const { NewAssociationId } = await ec2.send(
    new sdk.ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }),
  );
  expect(await mainAssociation()).toBe(NewAssociationId);
  expect((await describe(RouteTableId))?.Associations).toMatchObject([{ Main: true }]);
  expect(await refusalOf(ec2.send(new sdk.DeleteVpcCommand({ VpcId })))).toMatch(/^DependencyViolation: /);
});

test('a subnet takes its association with it', async () => {
  const { ec2, SubnetId, createTable, describe } = await setUp();
  const RouteTableId = await createTable();
  await ec2.send(new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  await ec2.send(new sdk.DeleteSubnetCommand({ SubnetId }));
  expect((await describe(RouteTableId))?.Associations).toEqual([]);
});
