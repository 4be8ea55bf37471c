import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  type Tenancy,
} from '@aws-sdk/client-ec2';
import { tagSpecifications } from './resource-tags.ts';
import type { CreateResource } from './resource-type.ts';

const createVpc: CreateResource = async (properties, { aws }) => {
  const { Vpc } = await aws.ec2.send(
    new CreateVpcCommand({
      CidrBlock: properties.text('CidrBlock'),
      InstanceTenancy: properties.text('InstanceTenancy') as Tenancy | undefined,
      TagSpecifications: tagSpecifications('vpc', properties),
    }),
  );
  const VpcId = Vpc!.VpcId!;
  // EC2 takes one attribute a call.
  for (const name of ['EnableDnsSupport', 'EnableDnsHostnames'] as const) {
    const Value = properties.boolean(name);
    if (Value !== undefined) await aws.ec2.send(new ModifyVpcAttributeCommand({ VpcId, [name]: { Value } }));
  }
  return { ref: VpcId, attributes: { VpcId, CidrBlock: Vpc!.CidrBlock } };
};

const createSubnet: CreateResource = async (properties, { aws }) => {
  const { Subnet } = await aws.ec2.send(
    new CreateSubnetCommand({
      VpcId: properties.text('VpcId'),
      CidrBlock: properties.text('CidrBlock'),
      AvailabilityZone: properties.text('AvailabilityZone'),
      TagSpecifications: tagSpecifications('subnet', properties),
    }),
  );
  const SubnetId = Subnet!.SubnetId!;
  const Value = properties.boolean('MapPublicIpOnLaunch');
  if (Value !== undefined)
    await aws.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value } }));
  return { ref: SubnetId, attributes: { SubnetId, AvailabilityZone: Subnet!.AvailabilityZone } };
};

const createRouteTable: CreateResource = async (properties, { aws }) => {
  const { RouteTable } = await aws.ec2.send(
    new CreateRouteTableCommand({
      VpcId: properties.text('VpcId'),
      TagSpecifications: tagSpecifications('route-table', properties),
    }),
  );
  return { ref: RouteTable!.RouteTableId!, attributes: { RouteTableId: RouteTable!.RouteTableId } };
};

const associateRouteTable: CreateResource = async (properties, { aws }) => {
  const { AssociationId } = await aws.ec2.send(
    new AssociateRouteTableCommand({
      RouteTableId: properties.text('RouteTableId'),
      SubnetId: properties.text('SubnetId'),
    }),
  );
  return { ref: AssociationId! };
};

const createRoute: CreateResource = async (properties, { aws }) => {
  const RouteTableId = properties.text('RouteTableId');
  const DestinationCidrBlock = properties.text('DestinationCidrBlock');
  await aws.ec2.send(
    new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId: properties.text('GatewayId') }),
  );
  return { ref: `${RouteTableId}|${DestinationCidrBlock}` };
};

const createInternetGateway: CreateResource = async (properties, { aws }) => {
  const { InternetGateway } = await aws.ec2.send(
    new CreateInternetGatewayCommand({
      TagSpecifications: tagSpecifications('internet-gateway', properties),
    }),
  );
  const InternetGatewayId = InternetGateway!.InternetGatewayId!;
  return { ref: InternetGatewayId, attributes: { InternetGatewayId } };
};

const attachGateway: CreateResource = async (properties, { aws }) => {
  const VpcId = properties.text('VpcId');
  const InternetGatewayId = properties.text('InternetGatewayId');
  await aws.ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  return { ref: `IGW|${VpcId}` };
};

/** What a network is made of. */
export const NETWORK_RESOURCES: Readonly<Record<string, CreateResource>> = {
  'AWS::EC2::VPC': createVpc,
  'AWS::EC2::Subnet': createSubnet,
  'AWS::EC2::RouteTable': createRouteTable,
  'AWS::EC2::SubnetRouteTableAssociation': associateRouteTable,
  'AWS::EC2::Route': createRoute,
  'AWS::EC2::InternetGateway': createInternetGateway,
  'AWS::EC2::VPCGatewayAttachment': attachGateway,
};
