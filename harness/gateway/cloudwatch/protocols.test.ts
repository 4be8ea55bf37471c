/** The same questions in each of the protocols that CloudWatch's clients speak. */
import {
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  InvalidNextToken,
  InvalidParameterCombinationException,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, test } from 'vitest';
import { LOAD_BALANCER, metricsClient, minute, serveFlows } from './metrics-client.fixture.ts';

const DIMENSIONS = [{ Name: LOAD_BALANCER.name, Value: LOAD_BALANCER.value }];
const METRIC = { Namespace: 'AWS/NetworkELB', MetricName: 'NewFlowCount', Dimensions: DIMENSIONS };

const PROTOCOLS = {
  'its own choice': undefined,
  'AWS JSON 1.0': AwsJson1_0Protocol,
  'Smithy RPC v2 CBOR': AwsSmithyRpcV2CborProtocol,
  'AWS Query': AwsQueryProtocol,
};

describe.each(Object.entries(PROTOCOLS))('the SDK speaking %s', (_name, protocol) => {
  const config = (protocol === undefined ? {} : { protocol }) as Pick<CloudWatchClientConfig, 'protocol'>;

  test('lists a metric', async () => {
    const client = metricsClient(await serveFlows([3]), config);
    const { Metrics, NextToken } = await client.send(new ListMetricsCommand({ Dimensions: DIMENSIONS }));
    expect(Metrics).toEqual([METRIC]);
    expect(NextToken).toBeUndefined();
  });

  test('gets datapoints with dates, numbers and units', async () => {
    const client = metricsClient(await serveFlows([3, 0.5]), config);
    const { Datapoints, Label } = await client.send(
      new GetMetricStatisticsCommand({
        ...METRIC,
        StartTime: minute(0),
        EndTime: minute(2),
        Period: 60,
        Statistics: ['Sum', 'Average'],
      }),
    );
    expect(Label).toBe('NewFlowCount');
    expect(Datapoints).toEqual([
      { Timestamp: minute(0), Unit: 'Count', Sum: 3, Average: 3 },
      { Timestamp: minute(1), Unit: 'Count', Sum: 0.5, Average: 0.5 },
    ]);
  });

  test('gets metric data with nested questions, page by page', async () => {
    const client = metricsClient(await serveFlows([3, 4]), config);
    const question = {
      MetricDataQueries: [{ Id: 'flows', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }],
      StartTime: minute(0),
      EndTime: minute(2),
      MaxDatapoints: 1,
    };
    const first = await client.send(new GetMetricDataCommand(question));
    expect(first.MetricDataResults).toEqual([
      { Id: 'flows', Label: 'NewFlowCount', Timestamps: [minute(1)], Values: [4], StatusCode: 'PartialData' },
    ]);
    const second = await client.send(new GetMetricDataCommand({ ...question, NextToken: first.NextToken! }));
    expect(second.MetricDataResults).toMatchObject([{ Values: [3], StatusCode: 'Complete' }]);
    expect(second.NextToken).toBeUndefined();
  });

  test("gets errors as the SDK's own exceptions, with Query's codes and statuses", async () => {
    const client = metricsClient(await serveFlows([3]), config);
    const statistics = { ...METRIC, StartTime: minute(0), EndTime: minute(2), Period: 60 };
    const noStatistics = client.send(new GetMetricStatisticsCommand(statistics));
    await expect(noStatistics).rejects.toBeInstanceOf(InvalidParameterCombinationException);
    await expect(noStatistics).rejects.toMatchObject({
      message: 'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
      $metadata: { httpStatusCode: 400 },
    });
    const badToken = client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'flows', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }],
        StartTime: minute(0),
        EndTime: minute(2),
        NextToken: 'nonsense',
      }),
    );
    await expect(badToken).rejects.toBeInstanceOf(InvalidNextToken);
  });

  test('is told by name what is not emulated', async () => {
    const client = metricsClient(await serveFlows([]), config);
    const refused = client.send(
      new PutMetricDataCommand({ Namespace: 'Mine', MetricData: [{ MetricName: 'm', Value: 1 }] }),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'OperationNotPermitted',
      message: 'The operation PutMetricData is not emulated by nlb-harness.',
      $metadata: { httpStatusCode: 400 },
    });
  });
});
