import type { Region } from '../region.ts';
import { loadBalancerDimension, targetGroupDimension, zoneDimension } from './dimensions.ts';
import { sampleHealth } from './health-metrics.ts';
import { MetricBatch } from './metric-batch.ts';
import { RESOLUTION_MS } from './metric-store.ts';
import type { NodeTraffic } from './node-traffic.ts';
import { capacityMetrics, flowMetrics, nodeMetrics } from './traffic-metrics.ts';
import { TrafficMinute } from './traffic-minute.ts';

/** How often to look at the nodes: peaks are averages over this time (NLB-CW-03). */
export const SAMPLE_INTERVAL_MS = 10_000;

/** The next instant at which to look at the nodes: whole minutes are among them. */
export function nextSampleAt(now: number): number {
  return (Math.floor(now / SAMPLE_INTERVAL_MS) + 1) * SAMPLE_INTERVAL_MS;
}

/** Makes a Region's metrics: one point a minute (NLB-CW-01) of what is seen each ten seconds. */
export class MetricCollector {
  readonly #region: Region;
  /** By load balancer and zone. */
  #traffic = new Map<string, TrafficMinute>();
  #health = new MetricBatch();
  #lastLookAt: number;

  constructor(region: Region, now: number) {
    this.#region = region;
    this.#lastLookAt = now;
  }

  /** Takes what the nodes counted since the last call; at the end of a minute its points are there. */
  look(traffic: readonly NodeTraffic[], now: number): void {
    const seconds = Math.max(1, (now - this.#lastLookAt) / 1000);
    const byNode = new Map(traffic.map((node) => [nodeKey(node), node]));
    for (const loadBalancer of this.#loadBalancers()) {
      for (const { availabilityZone } of loadBalancer.zones) {
        const key = nodeKey({ loadBalancerArn: loadBalancer.arn, availabilityZone });
        this.#minuteOf(key).add(byNode.get(key), seconds);
      }
      if (loadBalancer.state === 'active') sampleHealth(this.#region, loadBalancer, now, this.#health);
    }
    const minute = Math.floor(this.#lastLookAt / RESOLUTION_MS) * RESOLUTION_MS;
    this.#lastLookAt = now;
    if (now >= minute + RESOLUTION_MS) this.#publish(minute, now);
  }

  #publish(minute: number, now: number): void {
    const { metrics } = this.#region;
    const batch = new MetricBatch();
    for (const loadBalancer of this.#loadBalancers()) {
      const ofLoadBalancer = loadBalancerDimension(loadBalancer);
      const minutes: TrafficMinute[] = [];
      for (const { availabilityZone } of loadBalancer.zones) {
        const node = this.#traffic.get(nodeKey({ loadBalancerArn: loadBalancer.arn, availabilityZone }));
        if (!node) continue;
        minutes.push(node);
        const reports = nodeMetrics(node);
        batch.add([ofLoadBalancer], reports);
        batch.add([zoneDimension(availabilityZone), ofLoadBalancer], reports);
        for (const [targetGroupArn, flows] of node.flowsByTargetGroup)
          batch.add([targetGroupDimension(targetGroupArn)], flowMetrics(flows));
      }
      batch.add([ofLoadBalancer], capacityMetrics(minutes));
    }
    batch.recordIn(metrics, minute);
    this.#health.recordIn(metrics, minute);
    metrics.forgetBefore(now);
    this.#traffic = new Map();
    this.#health = new MetricBatch();
  }

  #loadBalancers() {
    return [...this.#region.elbv2.loadBalancers.values()].filter(({ type }) => type === 'network');
  }

  #minuteOf(key: string): TrafficMinute {
    const known = this.#traffic.get(key);
    if (known) return known;
    const minute = new TrafficMinute();
    this.#traffic.set(key, minute);
    return minute;
  }
}

function nodeKey({
  loadBalancerArn,
  availabilityZone,
}: Pick<NodeTraffic, 'loadBalancerArn' | 'availabilityZone'>): string {
  return `${loadBalancerArn} ${availabilityZone}`;
}
