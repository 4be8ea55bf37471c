import { expect } from 'vitest';
import { AwsError } from '../../core/aws-error.ts';
import { tickInstances } from '../../core/ec2/instance-states.ts';
import { launchInstances } from '../../core/ec2/instances.ts';
import { checkInvariants } from '../../core/elbv2/invariants.ts';
import { tickLoadBalancers } from '../../core/elbv2/load-balancer-states.ts';
import { createRegion, type Region } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { elbv2Operations } from './index.ts';

type Operations = typeof elbv2Operations;
export type OperationName = keyof Operations;
/** The SDK's input with any value a caller might send, such as a protocol that does not exist. */
type LooseInput = Record<string, unknown>;

/** A fresh account with its default VPC, whose ELBv2 operations are called without a wire. */
export interface TestAccount {
  readonly region: Region;
  readonly vpcId: string;
  /** The default VPC's subnets in zones a, b and c. */
  readonly subnets: readonly [string, string, string];
  readonly zones: readonly [string, string, string];
  now: number;
  call<Name extends OperationName>(name: Name, input: LooseInput): ReturnType<Operations[Name]>;
  /** `Code: message` of a call that AWS would refuse; fails unless it is refused and changes nothing. */
  refusal(name: OperationName, input: LooseInput): string;
  createLoadBalancer(input?: LooseInput): string;
  createTargetGroup(input?: LooseInput): string;
  createListener(loadBalancerArn: string, targetGroupArn: string, input?: LooseInput): string;
  /** Ids of running instances in a subnet. */
  launchInstances(count: number, subnetId?: string): string[];
}

export function openAccount(options: { profile?: 'documented' | 'observed' } = {}): TestAccount {
  const region = createRegion('us-east-1', {
    seed: 1,
    timings: TIMINGS[options.profile ?? 'documented'],
  });
  const [a = '', b = '', c = ''] = [...region.ec2.subnets.keys()];
  const account: TestAccount = {
    region,
    vpcId: [...region.ec2.vpcs.keys()][0] ?? '',
    subnets: [a, b, c],
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    now: 1_000_000,
    call(name, input) {
      const context = { region, now: account.now, accountId: region.accountId };
      const output = elbv2Operations[name](context, input as never);
      expect(checkInvariants(region)).toEqual([]);
      return output as never;
    },
    refusal(name, input) {
      const before = structuredClone({ elbv2: region.elbv2, ec2: region.ec2 });
      try {
        account.call(name, input);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        expect({ elbv2: region.elbv2, ec2: region.ec2 }).toEqual(before);
        return `${error.code}: ${error.message}`;
      }
      throw new Error(`${name} was not refused`);
    },
    createLoadBalancer(input) {
      const { LoadBalancers } = account.call('CreateLoadBalancer', {
        Name: 'edge',
        Type: 'network',
        Subnets: [a],
        ...input,
      });
      return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    },
    createTargetGroup(input) {
      const { TargetGroups } = account.call('CreateTargetGroup', {
        Name: 'dns',
        Protocol: 'UDP',
        Port: 53,
        VpcId: account.vpcId,
        ...input,
      });
      return TargetGroups?.[0]?.TargetGroupArn ?? '';
    },
    createListener(loadBalancerArn, targetGroupArn, input) {
      const { Listeners } = account.call('CreateListener', {
        LoadBalancerArn: loadBalancerArn,
        Protocol: 'UDP',
        Port: 53,
        DefaultActions: forwardTo(targetGroupArn),
        ...input,
      });
      return Listeners?.[0]?.ListenerArn ?? '';
    },
    launchInstances(count, subnetId = a) {
      const instances = launchInstances(region, account.now, {
        imageId: 'ami-0123456789abcdef0',
        instanceType: 't3.micro',
        minCount: count,
        maxCount: count,
        keyName: undefined,
        userData: undefined,
        clientToken: undefined,
        tags: new Map(),
        network: {
          kind: 'new-interface',
          subnetId,
          securityGroupIds: [],
          privateIpAddress: undefined,
          associatePublicIpAddress: undefined,
          description: '',
          deleteOnTermination: true,
          tags: new Map(),
        },
      });
      account.now += region.timings.instanceTransitionMs;
      tickInstances(region.ec2, account.now);
      return instances.map(({ instanceId }) => instanceId);
    },
  };
  return account;
}

/** The usual default action. */
export function forwardTo(targetGroupArn: string): LooseInput[] {
  return [{ Type: 'forward', TargetGroupArn: targetGroupArn }];
}

/** Attributes as the SDK writes them. */
export function attributes(record: Readonly<Record<string, string>>): LooseInput[] {
  return Object.entries(record).map(([Key, Value]) => ({ Key, Value }));
}

/** Attributes as a record. */
export function asRecord(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Lets provisioning end. */
export function provision(account: TestAccount): void {
  account.now += account.region.timings.provisioningMs;
  tickLoadBalancers(account.region, account.now);
}
