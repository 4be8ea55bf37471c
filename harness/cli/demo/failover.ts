import { styleText } from 'node:util';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DatagramResult, DeployedTarget, Deployment } from '../../index.ts';
import { expectThat } from './expectation.ts';
import type { PacedSender } from './paced-sender.ts';
import type { BuiltStage } from './stage.ts';

/** Datagrams after which a change of health that has not come will not come: two checks, four times over. */
const PATIENCE = 60;

/** What the failure of a health check came to. */
export interface Failover {
  readonly failing: DeployedTarget;
  readonly other: DeployedTarget;
  /** Datagrams that went to the failing target after its health listener was stopped. */
  readonly toFailing: number;
}

/** One socket, one flow: all its datagrams go to one target. Returns that target. */
export async function sendSteadily(stage: BuiltStage, sender: PacedSender): Promise<DeployedTarget> {
  const { timeline, deployment } = stage;
  timeline.chapter('One socket sends a datagram a second: who gets them?');
  const results = await sender.send(5);
  const serving = new Set(servers(results));
  expectThat(
    serving.size === 1,
    'one target to serve the flow (NLB-RT-01)',
    `it was served by ${list(serving)}`,
  );
  const target = deployment.target([...serving][0]);
  timeline.line(`one flow, one target: all of them go to ${stage.cast.name(target.name)}`);
  return target;
}

/** The health listener of the flow's target stops while its UDP service goes on. */
export async function failHealthCheck(
  stage: BuiltStage,
  sender: PacedSender,
  failing: DeployedTarget,
): Promise<Failover> {
  const { timeline, deployment, cast } = stage;
  const other = deployment.otherTargets(failing)[0]!;
  timeline.chapter(`The health check of ${failing.name} fails; its UDP service goes on`);
  await failing.stopHealthListener();
  say(stage, 'health-listener-stopped', failing, 'TCP health listener stopped');

  const during = await sendUntilHealthIs(stage, sender, failing, 'unhealthy');
  const after = await sender.send(5);
  const names = servers([...during, ...after]);
  const toFailing = names.filter((name) => name === failing.name).length;
  expectThat(
    names.slice(0, toFailing).every((name) => name === failing.name) && toFailing > 0,
    `${failing.name} to serve the flow until it is unhealthy`,
    `the datagrams went to ${names.join(' ')}`,
  );
  const served = servers(after);
  expectThat(
    served.length > 0 && served.every((name) => name === other.name),
    `the flow to move to ${other.name} when ${failing.name} is unhealthy (NLB-RT-06)`,
    `the datagrams after that went to ${served.join(' ') || 'nobody'}`,
  );
  const { Reason } = await failing.describeHealth();
  timeline.line(`the API says: ${cast.name(failing.name)} unhealthy, ${Reason}`);
  timeline.line(
    `the flow moved to ${cast.name(other.name)}; ` +
      `${styleText('bold', `${toFailing} datagrams`)} went to ${cast.name(failing.name)} before that:`,
  );
  timeline.detail(`a target is ${await describeChecks(deployment)}`);
  return { failing, other, toFailing };
}

/** The health listener comes back: the flow stays where it is. */
export async function recover(
  stage: BuiltStage,
  sender: PacedSender,
  { failing, other }: Failover,
): Promise<void> {
  const { timeline, cast } = stage;
  timeline.chapter(`${failing.name} recovers: the flow stays, new flows spread`);
  await failing.startHealthListener();
  say(stage, 'health-listener-started', failing, 'TCP health listener started');
  const during = await sendUntilHealthIs(stage, sender, failing, 'healthy');
  const after = servers(await sender.send(3));
  expectThat(
    after.length > 0 && [...servers(during), ...after].every((name) => name === other.name),
    `the flow to stay on ${other.name} (NLB-RT-07)`,
    `its datagrams went to ${after.join(' ') || 'nobody'}`,
  );
  timeline.line(`${cast.name(failing.name)} is healthy again; the flow stays on ${cast.name(other.name)}`);
}

/** Why it takes as long as it does. */
async function describeChecks({ aws, targetGroup }: Deployment): Promise<string> {
  const { TargetGroups } = await aws.elbv2.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [targetGroup.arn] }),
  );
  const { HealthCheckIntervalSeconds, UnhealthyThresholdCount } = TargetGroups![0]!;
  return `checked every ${HealthCheckIntervalSeconds} s, and unhealthy after ${UnhealthyThresholdCount} failures in a row`;
}

/** Sends until the harness tells of the change, so that the next datagram meets it. */
async function sendUntilHealthIs(
  { world, deployment }: BuiltStage,
  sender: PacedSender,
  target: DeployedTarget,
  state: 'healthy' | 'unhealthy',
): Promise<readonly DatagramResult[]> {
  let seen = false;
  const unsubscribe = world.onEvent(({ kind, detail }) => {
    seen ||= kind === 'target-health' && detail.id === target.targetId && detail.to === state;
  });
  try {
    const results = await sender.sendUntil(() => seen, PATIENCE);
    expectThat(
      seen && (await target.healthState()) === state,
      `${target.name} of ${deployment.name} to become ${state}`,
      `after ${results.length} s it is ${await target.healthState()}`,
    );
    return results;
  } finally {
    unsubscribe();
  }
}

function say({ timeline, cast }: BuiltStage, action: string, target: DeployedTarget, text: string): void {
  timeline.record('action', { action, target: target.name });
  timeline.line(`${cast.name(target.name)}: ${styleText('bold', text)}`);
}

/** Who served each datagram that was answered. */
function servers(results: readonly DatagramResult[]): string[] {
  return results.flatMap(({ servedBy }) => servedBy ?? []);
}

function list(names: ReadonlySet<string>): string {
  return [...names].join(' and ') || 'nobody';
}
