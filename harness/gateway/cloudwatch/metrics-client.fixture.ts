import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import type { Dimension } from '../../core/cloudwatch/metric.ts';
import { statisticOf } from '../../core/cloudwatch/statistic-set.ts';
import { type ServedRegion, serveRegion } from '../served-region.fixture.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 0, 1);
export const LOAD_BALANCER: Dimension = { name: 'LoadBalancer', value: 'net/lb/0123456789abcdef' };

/** The start of the nth minute, for an SDK's input. */
export function minute(index: number): Date {
  return new Date(START + index * MINUTE_MS);
}

/** A Region whose load balancer reported these numbers of new flows, one a minute from {@link START}. */
export async function serveFlows(flowsByMinute: readonly number[]): Promise<ServedRegion> {
  const served = await serveRegion();
  served.now = START + flowsByMinute.length * MINUTE_MS;
  const metric = { name: 'NewFlowCount', dimensions: [LOAD_BALANCER] };
  for (const [index, flows] of flowsByMinute.entries()) {
    const at = START + index * MINUTE_MS;
    served.region.metrics.record(metric, 'Count', { at, statistics: statisticOf(flows) });
  }
  return served;
}

/** The official client; it speaks the protocol of its choice unless told otherwise, and asks once. */
export function metricsClient(
  { endpoint }: Pick<ServedRegion, 'endpoint'>,
  config: Pick<CloudWatchClientConfig, 'protocol'> = {},
): CloudWatchClient {
  const client = new CloudWatchClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...config,
  });
  onTestFinished(() => client.destroy());
  return client;
}
