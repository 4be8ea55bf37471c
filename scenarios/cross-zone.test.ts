import {
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DatagramResult, Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
/** Two zones with two targets each: that all of 30 flows take the same one of two has a chance of 2⁻²⁹. */
const FLOWS = 30;

test('without cross-zone load balancing a node sends to all targets of its own zone, and to no others', {
  rules: ['NLB-RT-14'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 4 });
  for (const zone of [0, 1]) {
    const results = await (await client.openFlows(nlb, FLOWS, { zone })).sendAll();
    expect(serversOf(results)).toEqual(namesInZone(nlb, zone));
  }
});

test('with cross-zone load balancing each node sends to the targets of every zone', {
  rules: ['NLB-RT-14'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  for (const zone of [0, 1]) {
    const results = await (await client.openFlows(nlb, FLOWS, { zone })).sendAll();
    expect(serversOf(results)).toEqual(['target-a', 'target-b']);
  }
});

test('an enabled zone without a target of its own serves nobody, until cross-zone load balancing is switched on', {
  rules: ['NLB-RT-14'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: [{ zone: 0 }, { zone: 0 }] });
  const flow = await client.openFlow(nlb, { zone: 1 });
  expect(await flow.sendMany({ count: 3 })).toBeLost();
  expect((await droppedFor(world, 'no-registered-target')) ?? 3).toBe(3);

  await nlb.aws.elbv2.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: nlb.loadBalancerArn,
      Attributes: [{ Key: CROSS_ZONE, Value: 'true' }],
    }),
  );
  await clock.advance(30_000);
  expect((await flow.send()).servedBy).toMatch(/^target-[ab]$/);
});

test('a target group may have cross-zone load balancing although its load balancer has not', {
  rules: ['NLB-TG-19'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: false, attributes: { [CROSS_ZONE]: 'true' } });
  const results = await (await client.openFlows(nlb, FLOWS, { zone: 0 })).sendAll();
  expect(serversOf(results)).toEqual(['target-a', 'target-b']);
});

test('a target group may be without it although its load balancer has it, and may leave it to the load balancer again', {
  rules: ['NLB-TG-19'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, attributes: { [CROSS_ZONE]: 'false' } });
  const ownZoneOnly = await (await client.openFlows(nlb, FLOWS, { zone: 0 })).sendAll();
  expect(serversOf(ownZoneOnly)).toEqual(namesInZone(nlb, 0));

  await nlb.aws.elbv2.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: nlb.targetGroup.arn,
      Attributes: [{ Key: CROSS_ZONE, Value: 'use_load_balancer_configuration' }],
    }),
  );
  await clock.advance(30_000);
  const everyZone = await (await client.openFlows(nlb, FLOWS, { zone: 0 })).sendAll();
  expect(serversOf(everyZone)).toEqual(['target-a', 'target-b']);
});

/** Who served, each once; `undefined` is among them if anything was lost. */
function serversOf(results: readonly DatagramResult[]): (string | undefined)[] {
  return [...new Set(results.map(({ servedBy }) => servedBy))].sort();
}

function namesInZone(nlb: Deployment, zone: number): string[] {
  const { availabilityZone } = nlb.zones[zone]!;
  return nlb.targets.filter((target) => target.availabilityZone === availabilityZone).map(({ name }) => name);
}
