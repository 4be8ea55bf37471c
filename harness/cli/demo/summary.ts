import { styleText } from 'node:util';
import type { DatagramResult } from '../../index.ts';
import { expectThat } from './expectation.ts';
import type { Failover } from './failover.ts';
import type { BuiltStage } from './stage.ts';

/** What the demo has shown. */
export interface DemoFigures {
  readonly results: readonly DatagramResult[];
  readonly failover: Failover;
  /** Real milliseconds from the start of the process to the first answer through the load balancer. */
  readonly firstDatagramMs: number | undefined;
}

const NEXT = [
  ['npx nlb-harness serve', 'the same for the AWS CLI, boto3, Terraform, CDK'],
  ['npx nlb-harness run', 'the scenarios in scenarios/, one subject a file'],
  ['npx nlb-harness doctor', 'what works on this machine'],
  ['docs/fidelity.md', 'which rules of the real NLB are followed here'],
] as const;

/** Checks that every datagram had a counted fate, and says what has been seen and where to go next. */
export async function summarise(stage: BuiltStage, figures: DemoFigures): Promise<void> {
  const { timeline, cast } = stage;
  const { results, failover, firstDatagramMs = 0 } = figures;
  const { received, forwarded, dropped } = await countDatagrams(stage);
  expectThat(
    received === forwarded + dropped,
    'every datagram to be forwarded, or dropped for a reason',
    `${received} were received, ${forwarded} forwarded and ${dropped} dropped`,
  );
  const lost = results.filter((result) => result.lost).length;
  const { failing, toFailing } = failover;
  timeline.chapter('What was seen');
  timeline.record('summary', {
    ok: true,
    datagrams: results.length,
    lost,
    failingTarget: failing.name,
    toFailingTarget: toFailing,
    received,
    forwarded,
    dropped,
    firstDatagramMs: Math.round(firstDatagramMs),
  });
  timeline.detail(
    `${results.length} datagrams from one socket, ${lost} lost; ` +
      `${toFailing} of them went to ${cast.name(failing.name)} while its check was failing`,
  );
  timeline.detail(`${received} datagrams at the load balancer: ${forwarded} forwarded, ${dropped} dropped`);
  timeline.detail(`first answer ${(firstDatagramMs / 1000).toFixed(1)} s after the start`);
  timeline.detail();
  for (const [command, what] of NEXT) {
    timeline.detail(`${styleText('bold', command.padEnd(24))}${what}`);
  }
}

async function countDatagrams({ world }: BuiltStage) {
  const counters = (await world.snapshot())?.counters.toTargets;
  const dropped = Object.values(counters?.dropped ?? {}).reduce((sum, count) => sum + count, 0);
  return { received: counters?.received ?? 0, forwarded: counters?.forwarded ?? 0, dropped };
}
