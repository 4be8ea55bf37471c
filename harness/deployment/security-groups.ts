import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  type EC2Client,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import type { DeploymentPlan } from './deployment-plan.ts';

const EVERYBODY = [{ CidrIp: '0.0.0.0/0' }];

/** Creates a group and admits what the permissions say. Resolves to its id. */
async function createGroup(
  ec2: EC2Client,
  vpcId: string,
  name: string,
  description: string,
  permissions: IpPermission[],
): Promise<string> {
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: description }),
  );
  if (permissions.length > 0) {
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: permissions }));
  }
  return GroupId!;
}

/** The load balancer's group: everybody may reach the listener, by the protocols that it listens for. */
export function createLoadBalancerSecurityGroup(
  ec2: EC2Client,
  vpcId: string,
  { name, listenerPort, listenerProtocol }: DeploymentPlan,
): Promise<string> {
  const protocols = { UDP: ['udp'], TCP: ['tcp'], TCP_UDP: ['udp', 'tcp'] }[listenerProtocol];
  return createGroup(
    ec2,
    vpcId,
    `${name}-lb`,
    'Clients of the load balancer',
    protocols.map((protocol) => ({
      IpProtocol: protocol,
      FromPort: listenerPort,
      ToPort: listenerPort,
      IpRanges: EVERYBODY,
    })),
  );
}

/** Ports of the targets, by protocol: the services' and the health checks'. */
export interface TargetPorts {
  readonly udp: ReadonlySet<number>;
  readonly tcp: ReadonlySet<number>;
}

/**
 * The targets' group. It names the load balancer's group as source, which works for UDP although the datagrams
 * carry the client's address (NLB-SG-07); without one, clients and nodes have to be admitted by address
 * (NLB-SG-08).
 */
export function createTargetSecurityGroup(
  ec2: EC2Client,
  vpcId: string,
  name: string,
  ports: TargetPorts,
  loadBalancerGroupId: string | undefined,
): Promise<string> {
  const source = loadBalancerGroupId
    ? { UserIdGroupPairs: [{ GroupId: loadBalancerGroupId }] }
    : { IpRanges: EVERYBODY };
  const permission = (protocol: string) => (port: number) => ({
    IpProtocol: protocol,
    FromPort: port,
    ToPort: port,
    ...source,
  });
  return createGroup(ec2, vpcId, `${name}-targets`, 'Targets of the load balancer', [
    ...[...ports.udp].map(permission('udp')),
    ...[...ports.tcp].map(permission('tcp')),
  ]);
}
