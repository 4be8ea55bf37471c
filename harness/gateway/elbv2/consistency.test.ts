import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../core/aws-error.ts';
import { checkInvariants } from '../../core/elbv2/invariants.ts';
import { tickLoadBalancers } from '../../core/elbv2/load-balancer-states.ts';
import { tickTargets } from '../../core/elbv2/target-draining.ts';
import { createRegion, type Region } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { attributes, type OperationName } from './account.fixture.ts';
import { elbv2Operations } from './index.ts';

/** An account whose operations are called without a wire: thousands of them, for what they do to the state. */
interface Account {
  readonly region: Region;
  readonly vpcId: string;
  readonly subnets: readonly string[];
  now: number;
}

/** An operation whose input is made from what the account has when its turn comes. */
type Step = (account: Account) => readonly [OperationName, Record<string, unknown>];

const index = fc.nat({ max: 3 });
const protocol = fc.constantFrom('UDP', 'UDP', 'UDP', 'TCP_UDP', 'TCP', 'QUIC', 'SCTP');
const port = fc.constantFrom(0, 53, 54, 55, 56, 57, 58);

/** The nth ARN of a map, going round; a well-formed one of nothing where the map is empty. */
function pick(arns: ReadonlyMap<string, unknown>, nth: number, kind: string): string {
  return [...arns.keys()][nth % Math.max(arns.size, 1)] ?? missing(kind);
}

function missing(kind: string): string {
  return `arn:aws:elasticloadbalancing:us-east-1:000000000000:${kind}/net/none/0000000000000000`;
}

const edge = (account: Account, nth: number) => pick(account.region.elbv2.loadBalancers, nth, 'loadbalancer');
const group = (account: Account, nth: number) => pick(account.region.elbv2.targetGroups, nth, 'targetgroup');
const listener = (account: Account, nth: number) => pick(account.region.elbv2.listeners, nth, 'listener');
const forward = (account: Account, groups: readonly number[]) => [
  {
    Type: 'forward',
    ForwardConfig: { TargetGroups: groups.map((nth) => ({ TargetGroupArn: group(account, nth) })) },
  },
];

const changes: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(index, index, fc.boolean(), fc.constantFrom('network', 'application')).map(
    ([name, subnets, grouped, Type]): Step =>
      (account) => [
        'CreateLoadBalancer',
        {
          Name: `edge-${name}`,
          Type,
          Subnets: account.subnets.slice(0, subnets),
          SecurityGroups: grouped ? [...account.region.ec2.securityGroups.keys()].slice(0, 1) : [],
        },
      ],
  ),
  fc.tuple(index, index).map(
    ([nth, from]): Step =>
      (account) => [
        'SetSubnets',
        { LoadBalancerArn: edge(account, nth), Subnets: account.subnets.slice(from) },
      ],
  ),
  fc.tuple(index, fc.boolean()).map(
    ([nth, some]): Step =>
      (account) => [
        'SetSecurityGroups',
        {
          LoadBalancerArn: edge(account, nth),
          SecurityGroups: some ? [...account.region.ec2.securityGroups.keys()] : [],
        },
      ],
  ),
  fc.tuple(index, protocol).map(
    ([name, Protocol]): Step =>
      (account) => [
        'CreateTargetGroup',
        { Name: `group-${name}`, Protocol, Port: 53, VpcId: account.vpcId, TargetType: 'ip' },
      ],
  ),
  fc.tuple(index, fc.constantFrom('0', '300', '9999'), fc.boolean()).map(
    ([nth, delay, closes]): Step =>
      (account) => [
        'ModifyTargetGroupAttributes',
        {
          TargetGroupArn: group(account, nth),
          Attributes: attributes({
            'deregistration_delay.timeout_seconds': delay,
            'deregistration_delay.connection_termination.enabled': String(closes),
          }),
        },
      ],
  ),
  fc.tuple(index, protocol, port, fc.array(index, { minLength: 1, maxLength: 2 })).map(
    ([nth, Protocol, Port, groups]): Step =>
      (account) => [
        'CreateListener',
        { LoadBalancerArn: edge(account, nth), Protocol, Port, DefaultActions: forward(account, groups) },
      ],
  ),
  fc.tuple(index, fc.option(protocol, { nil: undefined }), port, index).map(
    ([nth, Protocol, Port, to]): Step =>
      (account) => [
        'ModifyListener',
        { ListenerArn: listener(account, nth), Protocol, Port, DefaultActions: forward(account, [to]) },
      ],
  ),
  fc
    .tuple(
      fc.constantFrom('RegisterTargets', 'DeregisterTargets'),
      index,
      fc.array(index, { minLength: 1, maxLength: 2 }),
    )
    .map(
      ([name, nth, hosts]): Step =>
        (account) => [
          name as OperationName,
          {
            TargetGroupArn: group(account, nth),
            Targets: hosts.map((host) => ({ Id: host === 3 ? '8.8.8.8' : `172.31.0.${100 + host}` })),
          },
        ],
    ),
);

const deletions: fc.Arbitrary<Step> = fc.oneof(
  index.map(
    (nth): Step =>
      (account) => ['DeleteLoadBalancer', { LoadBalancerArn: edge(account, nth) }],
  ),
  index.map(
    (nth): Step =>
      (account) => ['DeleteTargetGroup', { TargetGroupArn: group(account, nth) }],
  ),
  index.map(
    (nth): Step =>
      (account) => ['DeleteListener', { ListenerArn: listener(account, nth) }],
  ),
);

function openAccount(): Account {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const [vpcId = ''] = region.ec2.vpcs.keys();
  return { region, vpcId, subnets: [...region.ec2.subnets.keys()].slice(0, 3), now: 1_000_000 };
}

function call({ region, now }: Account, name: OperationName, input: object): void {
  elbv2Operations[name]({ region, now, accountId: region.accountId }, input as never);
}

const steps = fc.oneof({ weight: 12, arbitrary: changes }, { weight: 1, arbitrary: deletions });

test('any sequence of operations leaves the state consistent, and a refused one leaves it as it was', () => {
  const done = new Map<OperationName, number>();
  let refused = 0;
  fc.assert(
    fc.property(fc.array(steps, { minLength: 20, maxLength: 60 }), (sequence) => {
      const account = openAccount();
      for (const name of ['0', '1']) {
        call(account, 'CreateLoadBalancer', {
          Name: `edge-${name}`,
          Type: 'network',
          Subnets: account.subnets.slice(0, 2),
          SecurityGroups: [...account.region.ec2.securityGroups.keys()].slice(Number(name)),
        });
        call(account, 'CreateTargetGroup', {
          Name: `group-${name}`,
          Protocol: 'UDP',
          Port: 53,
          VpcId: account.vpcId,
          TargetType: 'ip',
        });
      }
      for (const step of sequence) {
        const before = structuredClone({ elbv2: account.region.elbv2, ec2: account.region.ec2 });
        try {
          const [name, input] = step(account);
          call(account, name, input);
          done.set(name, (done.get(name) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          expect({ elbv2: account.region.elbv2, ec2: account.region.ec2 }).toEqual(before);
          refused++;
        }
        account.now += 40_000;
        tickLoadBalancers(account.region, account.now);
        tickTargets(account.region, account.now);
        expect(checkInvariants(account.region)).toEqual([]);
      }
    }),
    // Fixed, so that the counts below are.
    { numRuns: 100, seed: 7 },
  );
  // Proof that the sequences did something: every operation was carried out, and many were refused.
  expect(done.size).toBe(12);
  expect(Math.min(refused, ...done.values())).toBeGreaterThan(10);
});
