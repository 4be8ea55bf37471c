import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished } from 'vitest';
import { tickInstances } from '../../core/ec2/instance-states.ts';
import { launchInstances } from '../../core/ec2/instances.ts';
import { checkInvariants } from '../../core/elbv2/invariants.ts';
import { tickLoadBalancers } from '../../core/elbv2/load-balancer-states.ts';
import type { Region } from '../../core/region.ts';
import { type ServedRegionOptions, serveEndpoint } from '../served-endpoint.fixture.ts';
import type { elbv2Operations } from './index.ts';
import { ELBV2_SERVICE } from './service.ts';

/** Of the services only this one: the others' models take long to read. */
const SERVICES = [ELBV2_SERVICE];

type Operations = typeof elbv2Operations;
export type OperationName = keyof Operations;
/** The SDK's input with any value a caller might send, such as a protocol that does not exist. */
type LooseInput = Record<string, unknown>;

/** A fresh account with its default VPC, whose ELBv2 operations are called with the official SDK over HTTP. */
export interface TestAccount {
  readonly region: Region;
  readonly endpoint: string;
  readonly vpcId: string;
  /** The default VPC's subnets in zones a, b and c. */
  readonly subnets: readonly [string, string, string];
  readonly zones: readonly [string, string, string];
  now: number;
  /** The SDK's output without `$metadata`. */
  call<Name extends OperationName>(name: Name, input: LooseInput): Promise<ReturnType<Operations[Name]>>;
  /**
   * `Code: message` of a call that AWS would refuse, as the SDK's exception has them; fails unless it is refused
   * with AWS's HTTP status for it, as the SDK's class for that code, and changes nothing.
   */
  refusal(name: OperationName, input: LooseInput): Promise<string>;
  /** The same for any operation of the SDK, or `done` where it succeeds. */
  answer(name: string, input: LooseInput): Promise<string>;
  createLoadBalancer(input?: LooseInput): Promise<string>;
  createTargetGroup(input?: LooseInput): Promise<string>;
  createListener(loadBalancerArn: string, targetGroupArn: string, input?: LooseInput): Promise<string>;
  /** Ids of running instances in a subnet. */
  launchInstances(count: number, subnetId?: string): string[];
  /** Lets instances reach the state that they are on their way to, if it is time. */
  settleInstances(): void;
}

export async function openAccount(options: ServedRegionOptions = {}): Promise<TestAccount> {
  const served = await serveEndpoint(SERVICES, options);
  const { region } = served;
  const client = new elbv2.ElasticLoadBalancingV2Client(served.clientConfig);
  onTestFinished(() => client.destroy());
  const [a = '', b = '', c = ''] = [...region.ec2.subnets.keys()];
  const account: TestAccount = {
    region,
    endpoint: served.endpoint,
    vpcId: [...region.ec2.vpcs.keys()][0] ?? '',
    subnets: [a, b, c],
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    get now() {
      return served.now;
    },
    set now(now) {
      served.now = now;
    },
    async call(name, input) {
      const { $metadata, ...output } = await client.send(commandOf(name, input));
      expect($metadata.httpStatusCode).toBe(200);
      expect(checkInvariants(region)).toEqual([]);
      return output as never;
    },
    async refusal(name, input) {
      const answer = await account.answer(name, input);
      if (answer === 'done') throw new Error(`${name} was not refused`);
      return answer;
    },
    async answer(name, input) {
      const before = structuredClone({ elbv2: region.elbv2, ec2: region.ec2 });
      const error = await client.send(commandOf(name, input)).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(checkInvariants(region)).toEqual([]);
      if (error === undefined) return 'done';
      if (!isRefusal(error)) throw error;
      const { Code, message, $metadata } = error;
      const exception = Object(elbv2)[`${Code}Exception`];
      if (exception !== undefined) expect(error).toBeInstanceOf(exception);
      expect($metadata.httpStatusCode).toBe(Code === 'PriorRequestNotComplete' ? 429 : 400);
      expect({ elbv2: region.elbv2, ec2: region.ec2 }).toEqual(before);
      return `${Code}: ${message}`;
    },
    async createLoadBalancer(input) {
      const { LoadBalancers } = await account.call('CreateLoadBalancer', {
        Name: 'edge',
        Type: 'network',
        Subnets: [a],
        ...input,
      });
      return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    },
    async createTargetGroup(input) {
      const { TargetGroups } = await account.call('CreateTargetGroup', {
        Name: 'dns',
        Protocol: 'UDP',
        Port: 53,
        VpcId: account.vpcId,
        ...input,
      });
      return TargetGroups?.[0]?.TargetGroupArn ?? '';
    },
    async createListener(loadBalancerArn, targetGroupArn, input) {
      const { Listeners } = await account.call('CreateListener', {
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
      account.settleInstances();
      return instances.map(({ instanceId }) => instanceId);
    },
    settleInstances() {
      tickInstances(region.ec2, account.now);
    },
  };
  return account;
}

/** The SDK's command of that name; its type does not know the values that a test may send. */
function commandOf(name: string, input: LooseInput): elbv2.DescribeLoadBalancersCommand {
  const Command = Object(elbv2)[`${name}Command`];
  return new Command(input);
}

/** Whether an error came from the endpoint, and not from this side of the wire. */
function isRefusal(error: unknown): error is elbv2.ElasticLoadBalancingV2ServiceException & { Code: string } {
  return error instanceof elbv2.ElasticLoadBalancingV2ServiceException && 'Code' in error;
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
