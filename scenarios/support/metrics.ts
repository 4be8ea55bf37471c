import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Deployment, StartedWorld } from '../../harness/index.ts';

/** What a metric is about: the whole load balancer, unless a zone or a target group is named. */
export interface MetricScope {
  readonly zone?: string;
  readonly targetGroupArn?: string;
  /** Without the load balancer as a dimension. */
  readonly alone?: boolean;
}

/** One minute of a metric. */
export interface MinuteStatistics {
  readonly at: Date;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** A load balancer's metrics, read with the AWS SDK. */
export class Metrics implements Disposable {
  readonly #world: StartedWorld;
  readonly #nlb: Deployment;
  readonly #client: CloudWatchClient;

  constructor(world: StartedWorld, nlb: Deployment) {
    const { endpoint, credentials, region } = world.awsClientConfig(nlb.region);
    this.#world = world;
    this.#nlb = nlb;
    this.#client = new CloudWatchClient({
      region,
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials !== undefined && { credentials }),
    });
  }

  /** The names of the metrics that the load balancer as a whole, or in one zone, has reported. */
  async names(scope: MetricScope = {}): Promise<string[]> {
    const wanted = this.#dimensions(scope);
    const { Metrics = [] } = await this.#client.send(
      new ListMetricsCommand({ Namespace: 'AWS/NetworkELB', Dimensions: wanted }),
    );
    return Metrics.filter(({ Dimensions }) => Dimensions?.length === wanted.length)
      .map(({ MetricName = '' }) => MetricName)
      .sort();
  }

  /** Every minute of the last hour that has a point, oldest first. */
  async minutes(name: string, scope: MetricScope = {}): Promise<MinuteStatistics[]> {
    const now = this.#world.clock.now();
    const { Datapoints = [] } = await this.#client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/NetworkELB',
        MetricName: name,
        Dimensions: this.#dimensions(scope),
        StartTime: new Date(now - 3_600_000),
        EndTime: new Date(now),
        Period: 60,
        Statistics: ['Sum', 'Minimum', 'Maximum'],
      }),
    );
    return Datapoints.map(({ Timestamp, Sum = 0, Minimum = 0, Maximum = 0 }) => ({
      at: Timestamp!,
      sum: Sum,
      minimum: Minimum,
      maximum: Maximum,
    })).sort((left, right) => left.at.getTime() - right.at.getTime());
  }

  /** The sum over the last hour; undefined without a point. */
  async sum(name: string, scope: MetricScope = {}): Promise<number | undefined> {
    const minutes = await this.minutes(name, scope);
    return minutes.length > 0 ? minutes.reduce((total, { sum }) => total + sum, 0) : undefined;
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }

  #dimensions({ zone, targetGroupArn, alone = false }: MetricScope) {
    return [
      ...(zone === undefined ? [] : [{ Name: 'AvailabilityZone', Value: zone }]),
      ...(targetGroupArn === undefined ? [] : [{ Name: 'TargetGroup', Value: targetGroupArn.split(':')[5] }]),
      ...(alone
        ? []
        : [{ Name: 'LoadBalancer', Value: this.#nlb.loadBalancerArn.split(':loadbalancer/')[1] }]),
    ];
  }
}
