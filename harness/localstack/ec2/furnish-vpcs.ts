import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  DescribeRouteTablesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { type Ec2Reading, readEc2 } from './read-ec2.ts';

/**
 * Gives VPCs that are seen for the first time what AWS gives them and LocalStack does not: the default VPC an
 * internet gateway with the way to it, without which no load balancer could face the Internet, and every default
 * security group its one rule for what comes in: whatever its own members send.
 *
 * @returns what was read, with what was missing
 */
export async function furnishVpcs(
  client: EC2Client,
  reading: Partial<Ec2Reading>,
  isKnown: (vpcId: string) => boolean,
): Promise<Partial<Ec2Reading>> {
  const { vpcs = [], securityGroups = [], internetGateways = [] } = reading;
  const isNew = (vpcId: string | undefined) => vpcId !== undefined && !isKnown(vpcId);
  const withoutGateway = vpcs.filter(
    ({ VpcId, IsDefault }) =>
      IsDefault &&
      isNew(VpcId) &&
      !internetGateways.some(({ Attachments }) => Attachments?.some((attached) => attached.VpcId === VpcId)),
  );
  const withoutRule = securityGroups.filter(
    ({ VpcId, GroupName, IpPermissions = [] }) =>
      GroupName === 'default' && isNew(VpcId) && IpPermissions.length === 0,
  );
  const furnished = await Promise.allSettled([
    ...withoutGateway.map(({ VpcId }) => addInternetGateway(client, VpcId!)),
    ...withoutRule.map(({ GroupId }) => admitMembers(client, GroupId!)),
  ]);
  // Not before all have come to an end: the next reading must see what they made.
  for (const one of furnished) if (one.status === 'rejected') throw one.reason;
  if (withoutGateway.length + withoutRule.length === 0) return reading;
  return { ...reading, ...(await readEc2(client, ['securityGroups', 'internetGateways'])) };
}

async function addInternetGateway(client: EC2Client, vpcId: string): Promise<void> {
  const [{ InternetGateway }, { RouteTables = [] }] = await Promise.all([
    client.send(new CreateInternetGatewayCommand({})),
    client.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] })),
  ]);
  const gatewayId = InternetGateway!.InternetGatewayId!;
  await client.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId }));
  const main = RouteTables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
  if (!main?.RouteTableId) return;
  await client.send(
    new CreateRouteCommand({
      RouteTableId: main.RouteTableId,
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gatewayId,
    }),
  );
}

async function admitMembers(client: EC2Client, groupId: string): Promise<void> {
  await client.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: groupId,
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: groupId }] }],
    }),
  );
}
