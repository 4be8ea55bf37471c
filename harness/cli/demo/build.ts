import { styleText } from 'node:util';
import { DescribeSecurityGroupsCommand, type IpPermission } from '@aws-sdk/client-ec2';
import { type Deployment, deploy, type WorldEvent } from '../../index.ts';
import { paintEvent } from '../paint-event.ts';
import { Cast } from './cast.ts';
import { expectThat } from './expectation.ts';
import type { BuiltStage, Stage } from './stage.ts';

/** Short, so that the demo is. 5 s is the least that AWS takes (NLB-TG-09). */
const CHECK_INTERVAL_SECONDS = 5;

/** Two zones, two instances, an NLB with a security group of its own; waits until both targets are healthy. */
export async function build(stage: Stage): Promise<BuiltStage> {
  const { world, timeline } = stage;
  timeline.chapter('Build a UDP load balancer with the AWS SDK: two zones, two instances');
  const deployment = await deploy(world, {
    name: 'demo',
    // Both targets can be reached through the node of either zone.
    crossZone: true,
    healthCheck: { protocol: 'TCP', intervalSeconds: CHECK_INTERVAL_SECONDS },
  });
  const cast = new Cast(deployment);
  const built = { ...stage, deployment, cast };
  showHistory(built, world.events());
  describeDeployment(built);
  await showSecurityGroups(built);
  return built;
}

/** Everything up to now; calls that follow each other share a line. */
function showHistory(stage: BuiltStage, events: readonly WorldEvent[]): void {
  let calls: WorldEvent[] = [];
  for (const event of events) {
    if (event.kind === 'api-call') {
      calls.push(event);
      continue;
    }
    showCalls(stage, calls);
    calls = [];
    showEvent(stage, event);
  }
  showCalls(stage, calls);
}

function showCalls({ timeline }: BuiltStage, calls: readonly WorldEvent[]): void {
  const [first] = calls;
  if (!first) return;
  const counts = new Map<string, number>();
  for (const { subject, text, at } of calls) {
    timeline.record('event', { event: 'api-call', subject, text }, at);
    counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  const names = [...counts].map(([name, count]) => (count > 1 ? `${name} × ${count}` : name));
  timeline.line(styleText('dim', names.join(', ')), first.at);
}

/** An event in the timeline, with the targets' names for their ids. */
export function showEvent({ timeline, cast, deployment }: BuiltStage, event: WorldEvent): void {
  if (event.kind.startsWith('flow')) return;
  timeline.record('event', { event: event.kind, subject: event.subject, text: event.text }, event.at);
  // What prepares a mistake is not part of the story.
  const isAside =
    event.kind === 'api-call' ||
    (event.kind === 'load-balancer-state' && event.subject !== deployment.loadBalancerArn);
  if (!isAside) timeline.line(paintEvent({ ...event, text: cast.nameIn(event.text) }), event.at);
}

function describeDeployment({ timeline, deployment, cast }: BuiltStage): void {
  const { dnsName, loadBalancerArn, listenerPort, targets } = deployment;
  timeline.record('deployed', {
    dnsName,
    loadBalancerArn,
    listenerPort,
    targets: targets.map(({ name, targetId, address, availabilityZone }) => ({
      name,
      targetId,
      address,
      availabilityZone,
    })),
  });
  timeline.line(`${styleText('bold', dnsName)} listens on UDP ${listenerPort}`);
  for (const { name, targetId, address, port, availabilityZone } of targets) {
    timeline.detail(`${cast.name(name)} is ${targetId} at ${address}:${port} in ${availabilityZone}`);
  }
}

async function showSecurityGroups(stage: BuiltStage): Promise<void> {
  const { timeline, deployment } = stage;
  const { loadBalancerSecurityGroupId: own = '', targetSecurityGroupId, listenerPort } = deployment;
  const client = `udp ${listenerPort} from 0.0.0.0/0`;
  const admitted = await inboundRules(deployment, own);
  expectThat(admitted.includes(client), `the load balancer's group to admit ${client}`, `it has ${admitted}`);
  timeline.detail(`the load balancer's security group admits ${admitted.join(', ')}`);

  const fromOwn = ['udp', 'tcp'].map((protocol) => `${protocol} ${listenerPort} from ${own}`);
  const rules = await inboundRules(deployment, targetSecurityGroupId);
  for (const rule of fromOwn) {
    expectThat(rules.includes(rule), `the targets' group to admit ${rule}`, `it has ${rules.join(', ')}`);
  }
  const text = rules.map((rule) => rule.replace(own, "the load balancer's group")).join(', ');
  timeline.detail(`the targets' security group admits ${text}`);
  timeline.record('security-groups', { loadBalancer: admitted, targets: rules });
}

async function inboundRules({ aws }: Deployment, groupId: string): Promise<string[]> {
  const { SecurityGroups = [] } = await aws.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }),
  );
  return SecurityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions.flatMap(describePermission));
}

function describePermission({ IpProtocol, FromPort, ToPort, IpRanges, UserIdGroupPairs }: IpPermission) {
  const ports = FromPort === ToPort ? `${FromPort}` : `${FromPort}-${ToPort}`;
  const peers = [
    ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
  ];
  return peers.map((peer) => `${IpProtocol} ${ports} from ${peer}`);
}
