import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { HarnessError } from '../errors.ts';
import type { AwsClients } from './aws-clients.ts';
import type { DeployedTarget } from './deployed-target.ts';

/** A target group that `deploy` made. */
export interface DeployedTargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly targets: readonly DeployedTarget[];
}

/** One enabled zone: its subnet and the node in it. */
export interface DeployedZone {
  readonly availabilityZone: string;
  readonly subnetId: string;
}

/** What `deploy` built: ids for further calls with the AWS SDK, and the targets by name. */
export class Deployment implements AsyncDisposable {
  readonly name: string;
  readonly region: string;
  readonly aws: AwsClients;
  readonly vpcId: string;
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  readonly listenerArn: string;
  readonly listenerPort: number;
  readonly zones: readonly DeployedZone[];
  readonly targetGroups: readonly DeployedTargetGroup[];
  /** Undefined where the load balancer was made without security groups. */
  readonly loadBalancerSecurityGroupId: string | undefined;
  readonly targetSecurityGroupId: string;
  readonly #resources: AsyncDisposableStack;

  constructor(
    parts: Omit<
      Deployment,
      'targets' | 'targetGroup' | 'target' | 'otherTargets' | 'nodeAddresses' | typeof Symbol.asyncDispose
    > & {
      readonly resources: AsyncDisposableStack;
    },
  ) {
    this.name = parts.name;
    this.region = parts.region;
    this.aws = parts.aws;
    this.vpcId = parts.vpcId;
    this.loadBalancerArn = parts.loadBalancerArn;
    this.dnsName = parts.dnsName;
    this.listenerArn = parts.listenerArn;
    this.listenerPort = parts.listenerPort;
    this.zones = parts.zones;
    this.targetGroups = parts.targetGroups;
    this.loadBalancerSecurityGroupId = parts.loadBalancerSecurityGroupId;
    this.targetSecurityGroupId = parts.targetSecurityGroupId;
    this.#resources = parts.resources;
  }

  /** Every target of every group. */
  get targets(): readonly DeployedTarget[] {
    return this.targetGroups.flatMap(({ targets }) => targets);
  }

  /** The only target group, or the first. */
  get targetGroup(): DeployedTargetGroup {
    return this.targetGroups[0]!;
  }

  /** The target with this name, e.g. the one that a reply names. */
  target(name: string | undefined): DeployedTarget {
    const target = this.targets.find((candidate) => candidate.name === name);
    if (target) return target;
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The deployment '${this.name}' has no target '${name}'`,
      `Use one of ${this.targets.map((candidate) => candidate.name).join(', ')}`,
    );
  }

  /** All targets but this one. */
  otherTargets(target: DeployedTarget): readonly DeployedTarget[] {
    return this.targets.filter((candidate) => candidate !== target);
  }

  /** The private address of each zone's node, in the order of `zones` (NLB-LB-13). */
  async nodeAddresses(): Promise<readonly string[]> {
    const description = `ELB ${this.loadBalancerArn.split(':loadbalancer/')[1]}`;
    const { NetworkInterfaces = [] } = await this.aws.ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'description', Values: [description] }] }),
    );
    return this.zones.map(
      ({ subnetId }) =>
        NetworkInterfaces.find(({ SubnetId }) => SubnetId === subnetId)?.PrivateIpAddress ?? '',
    );
  }

  /** Closes what the test process itself holds: servers of its own, SDK connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}
