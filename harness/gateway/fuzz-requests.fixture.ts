import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import type { Region } from '../core/region.ts';
import type { OperationSchema } from './wire/service-model.ts';

/**
 * Requests made from an operation's own schema: every member with a value of its type, now and then a fitting one.
 * What a Region has is not known when they are made, so resources stand in them as references like `$vpc:2`;
 * {@link resolveReferences} puts the ids in.
 */
export function arbitraryInput(operation: OperationSchema): fc.Arbitrary<object> {
  let arbitrary = MADE.get(operation);
  if (!arbitrary) {
    arbitrary = operation.input
      ? structure(NormalizedSchema.of(operation.input as never), 0)
      : fc.constant({});
    MADE.set(operation, arbitrary);
  }
  return arbitrary;
}

/** EC2's structures are large, and made again for each request they would take most of the time. */
const MADE = new WeakMap<OperationSchema, fc.Arbitrary<object>>();

/** Whose id a member holds, by the member's name; the first that fits. */
const REFERENCES: readonly [member: RegExp, reference: string][] = [
  [/LoadBalancerArn|^ResourceArn/, 'loadBalancer'],
  [/TargetGroupArn/, 'targetGroup'],
  [/ListenerArn/, 'listener'],
  [/RuleArn/, 'rule'],
  [/GatewayId/, 'internetGateway'],
  [/RouteTableId/, 'routeTable'],
  [/PrefixListId/, 'prefixList'],
  [/VpcId/, 'vpc'],
  [/Subnet/, 'subnet'],
  [/SecurityGroupRuleId/, 'securityGroupRule'],
  [/GroupId|SecurityGroups$|^Groups$/, 'securityGroup'],
  [/NetworkInterfaceId/, 'networkInterface'],
  [/AllocationId/, 'allocation'],
  [/^(Id|Resources|InstanceIds?)$/, 'instance'],
];

/** What members of that name mostly hold, so that many requests get past the first check. */
const FITTING: readonly [member: RegExp, words: string][] = [
  [/Protocol$/, 'UDP|UDP|TCP_UDP|TCP|TLS|QUIC|HTTP'],
  [/^(Type|LoadBalancerType)$/, 'network|network|application|forward'],
  [/^(Name|Names|GroupName)$/, 'edge|dns|web|internal-x'],
  [/^TargetType$/, 'ip|instance'],
  [/^Scheme$/, 'internal|internet-facing'],
  [/^IpAddressType$/, 'ipv4|dualstack'],
  [/^CertificateArn$/, 'arn:aws:acm:us-east-1:000000000000:certificate/1'],
  [/Cidr/, '10.0.0.0/16|172.31.200.0/24|0.0.0.0/0|10.0.0.300/8'],
  [/^ImageId$/, 'ami-0123456789abcdef0'],
  [/^InstanceType$/, 't3.micro|m5.large'],
  [/^KeyName$/, 'edge|dns'],
  [/^AvailabilityZone$/, 'us-east-1a|us-east-1b|all'],
  [
    /^Key$/,
    'stickiness.enabled|deregistration_delay.timeout_seconds|load_balancing.cross_zone.enabled|deletion_protection.enabled|tcp.idle_timeout.seconds|preserve_client_ip.enabled',
  ],
  [/^Value$/, 'true|false|300|source_ip'],
];

/** What an AWS client might write somewhere, and what it never would. */
const WORDS = [
  'network|internal|ipv4|instance|forward|on|off|true|all|traffic-port|/up|200-399|udp|icmp|-1|17|0|300',
  '10.0.0.0/16|172.31.100.0/24|0.0.0.0/0|::/0|172.31.0.9|172.31.16.9|8.8.8.8|us-east-1a|t3.micro',
  'ami-0123456789abcdef0|vpc-id|group-name|tag:Name|running|i-0|vpc-0|__proto__|constructor',
].flatMap((line) => line.split('|'));

const oddText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', ' ', 'a'.repeat(300), '\u0000', '<a>&"\'', '%41', 'a.b.1', '=&;', '\ud83d\ude00'),
);

const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 2, 5, 10, 30, 53, 80, 443, 120) },
  fc.constantFrom(0, -1, 65_535, 65_536, 2 ** 31, 1e15, 0.5),
  fc.integer(),
);

function text(memberName: string): fc.Arbitrary<string> {
  const usual = usualText(memberName);
  const words = fc.constantFrom(...WORDS);
  if (!usual) return fc.oneof({ weight: 5, arbitrary: words }, oddText);
  return fc.oneof({ weight: 20, arbitrary: usual }, { weight: 2, arbitrary: words }, oddText);
}

function usualText(memberName: string): fc.Arbitrary<string> | undefined {
  const kind = REFERENCES.find(([member]) => member.test(memberName))?.[1];
  if (kind !== undefined) return fc.nat({ max: 3 }).map((nth) => `$${kind}:${nth}`);
  const words = FITTING.find(([member]) => member.test(memberName))?.[1];
  return words === undefined ? undefined : fc.constantFrom(...words.split('|'));
}

function value(schema: NormalizedSchema, name: string, depth: number): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) return structure(schema, depth + 1);
  if (schema.isListSchema())
    return fc.array(value(schema.getValueSchema(), name, depth + 1), { maxLength: 3 });
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return number;
  if (schema.isTimestampSchema()) return fc.date({ noInvalidDate: true });
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 20 });
  return text(name);
}

/** The required members mostly, and some others. Deep structures, of which EC2 has many, are left empty. */
function structure(schema: NormalizedSchema, depth: number): fc.Arbitrary<object> {
  const members = new Map(schema.structIterator());
  const names = depth > 4 ? [] : [...members.keys()];
  const required = names.slice(0, ((schema.getSchema() as unknown[])[6] as number | undefined) ?? 0);
  const values = new Map<string, fc.Arbitrary<unknown>>();
  const memberValue = (name: string) => {
    const made = values.get(name) ?? value(members.get(name)!, name, depth);
    values.set(name, made);
    return made;
  };
  return fc
    .tuple(fc.subarray(names, { maxLength: Math.min(names.length, 3) }), fc.nat({ max: 9 }))
    .chain(([some, chance]) => {
      const chosen = new Set([...some, ...(chance > 0 ? required : [])]);
      return fc.record(Object.fromEntries([...chosen].map((name) => [name, memberValue(name)])));
    });
}

/** A copy of an input in which references are the ids of what a Region has, where it has any. */
export function resolveReferences<Input>(region: Region, input: Input): Input {
  if (typeof input === 'string') return resolveReference(region, input) as Input;
  if (Array.isArray(input)) return input.map((item) => resolveReferences(region, item)) as Input;
  if (typeof input !== 'object' || input === null || input.constructor !== Object) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, member]) => [name, resolveReferences(region, member)]),
  ) as Input;
}

function resolveReference(region: Region, text: string): string {
  const [, kind, nth] = /^\$(\w+):(\d)$/.exec(text) ?? [];
  if (kind === undefined) return text;
  const ids = idsOf(region, kind);
  return ids[Number(nth) % Math.max(ids.length, 1)] ?? text;
}

function idsOf({ elbv2, ec2 }: Region, kind: string): string[] {
  const maps: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
    loadBalancer: elbv2.loadBalancers,
    targetGroup: elbv2.targetGroups,
    listener: elbv2.listeners,
    rule: new Map(
      [...elbv2.listeners.keys()].map((arn) => [arn.replace(':listener/', ':listener-rule/'), 0]),
    ),
    internetGateway: ec2.internetGateways,
    routeTable: ec2.routeTables,
    prefixList: ec2.prefixLists,
    vpc: ec2.vpcs,
    subnet: ec2.subnets,
    securityGroup: ec2.securityGroups,
    securityGroupRule: new Map([...ec2.securityGroups.values()].flatMap(({ rules }) => [...rules])),
    networkInterface: ec2.networkInterfaces,
    allocation: ec2.addresses,
    instance: ec2.instances,
  };
  return [...(maps[kind]?.keys() ?? [])];
}
