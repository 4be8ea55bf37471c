import { deepEqual, equal, notEqual } from 'node:assert/strict';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AgentClient,
  type AwsClients,
  countByTarget,
  createRandom,
  type DatagramResult,
  FlowSet,
  type StartedWorld,
  UdpFlow,
} from '../../harness/index.ts';
import { waitFor } from './wait-for.ts';

/** So many flows that none of two targets is left without one. */
const FLOW_COUNT = 40;

/** The targets' ids by the names that they give themselves. */
type Targets = ReadonlyMap<string, string>;

/**
 * Uses the service behind a load balancer as its clients do: both targets become healthy and answer datagrams;
 * when one fails its health check, the other one answers all.
 *
 * @param onProgress told of each fact that was found
 */
export async function checkService(
  world: StartedWorld,
  aws: AwsClients,
  dnsName: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const { targetGroupArn, port } = await findListener(aws, dnsName);
  const states = () => healthStates(aws, targetGroupArn);
  await waitFor(world, 'all targets to be healthy', async () =>
    [...(await states()).values()].every((state) => state === 'healthy'),
  );
  const targets = await nameTargets(world, [...(await states()).keys()]);
  deepEqual([...targets.keys()].sort(), ['target-a', 'target-b']);
  onProgress(`healthy  ${[...targets].map(([name, id]) => `${name} (${id})`).join(', ')}`);

  await using flows = await openFlows(world, dnsName, port);
  const before = answersOf(await flows.sendAll());
  deepEqual([...before.keys()], ['target-a', 'target-b'], 'both targets are to answer');
  onProgress(`answered ${describe(before)}`);

  const [failing, failingId] = [...targets][0]!;
  const { control } = await world.host(failingId);
  await new AgentClient(control!).stopHealth();
  await waitFor(
    world,
    `${failing} to be unhealthy`,
    async () => (await states()).get(failingId) === 'unhealthy',
  );
  const after = answersOf(await flows.sendAll());
  equal(after.has(failing), false, `${failing} is unhealthy and still answers`);
  equal(after.size, 1, 'the other target is to answer everything');
  onProgress(`failover ${failing} stopped its health listener: ${describe(after)}`);
}

async function findListener({ elbv2 }: AwsClients, dnsName: string) {
  const { LoadBalancers = [] } = await elbv2.send(new DescribeLoadBalancersCommand({}));
  const loadBalancer = LoadBalancers.find(({ DNSName }) => DNSName === dnsName);
  const { Listeners = [] } = await elbv2.send(
    new DescribeListenersCommand({ LoadBalancerArn: loadBalancer?.LoadBalancerArn }),
  );
  const listener = Listeners.find(({ Protocol }) => Protocol === 'UDP');
  notEqual(listener, undefined, 'the load balancer is to have a UDP listener');
  return { targetGroupArn: listener!.DefaultActions![0]!.TargetGroupArn!, port: listener!.Port! };
}

async function healthStates({ elbv2 }: AwsClients, TargetGroupArn: string) {
  const { TargetHealthDescriptions = [] } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return new Map(
    TargetHealthDescriptions.map(({ Target, TargetHealth }) => [Target!.Id!, TargetHealth?.State]),
  );
}

async function nameTargets(world: StartedWorld, instanceIds: readonly string[]): Promise<Targets> {
  const named = instanceIds.map(async (id) => {
    const { control } = await world.host(id);
    if (!control) throw new Error(`${id} does not run the target agent: its user data has been changed`);
    const { name } = await new AgentClient(control).state();
    return [name, id] as const;
  });
  return new Map(await Promise.all(named));
}

/** Flows to the addresses of the name, in turn, as clients that each resolved it. */
async function openFlows(world: StartedWorld, dnsName: string, port: number): Promise<FlowSet> {
  const addresses = await world.resolve(dnsName);
  equal(addresses.length, 2, `${dnsName} is to have an address for each of two zones`);
  const random = createRandom(world.seed);
  const flows = Array.from({ length: FLOW_COUNT }, async (_, index) => {
    const socket = await world.openClientSocket({ address: undefined, port: undefined });
    const destination = { address: addresses[index % addresses.length]!, port };
    return new UdpFlow({ socket, destination, clock: world.clock, random });
  });
  return new FlowSet(await Promise.all(flows));
}

/** How many datagrams each target answered; fails when one was lost or changed. */
function answersOf(results: readonly DatagramResult[]): ReadonlyMap<string, number> {
  const good = results.filter(({ lost, intact }) => !lost && intact);
  equal(good.length, FLOW_COUNT, `${FLOW_COUNT} datagrams were sent, and ${good.length} answered intact`);
  return countByTarget(results);
}

function describe(answers: ReadonlyMap<string, number>): string {
  return [...answers].map(([name, count]) => `${count} of ${FLOW_COUNT} datagrams by ${name}`).join(', ');
}
