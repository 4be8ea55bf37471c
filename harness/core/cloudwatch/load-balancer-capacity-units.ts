/** What a load balancer did in a minute, as far as capacity units depend on it. */
export interface MinuteUsage {
  readonly newFlows: number;
  readonly activeFlows: number;
  readonly processedBytes: number;
}

/**
 * What one unit contains for UDP, as AWS's pricing says: 400 new flows a second, 50,000 active flows sampled each
 * minute, 1 GB an hour. (For TCP it is 800 and 100,000.) Whether a GB is 10^9 or 2^30 bytes is unsure.
 */
const UNIT = { newFlowsPerSecond: 400, activeFlows: 50_000, bytesPerHour: 10 ** 9 } as const;

/**
 * The capacity units in use during a minute: that of the three dimensions which uses most. The pricing defines
 * the average over an hour; that a minute's point is the minute's own rate is unsure.
 */
export function consumedUdpCapacityUnits({ newFlows, activeFlows, processedBytes }: MinuteUsage): number {
  return Math.max(
    newFlows / 60 / UNIT.newFlowsPerSecond,
    activeFlows / UNIT.activeFlows,
    (processedBytes * 60) / UNIT.bytesPerHour,
  );
}
