/** What a load balancer did in a minute, as far as capacity units depend on it. */
export interface MinuteUsage {
  readonly newFlows: number;
  readonly activeFlows: number;
  readonly processedBytes: number;
}

interface Unit {
  readonly newFlowsPerSecond: number;
  readonly activeFlows: number;
  readonly bytesPerHour: number;
}

/**
 * What one unit contains, as AWS's pricing says: new flows a second, active flows sampled each minute, and 1 GB an
 * hour. Whether a GB is 10^9 or 2^30 bytes is unsure.
 */
const UDP_UNIT: Unit = { newFlowsPerSecond: 400, activeFlows: 50_000, bytesPerHour: 10 ** 9 };
const TCP_UNIT: Unit = { newFlowsPerSecond: 800, activeFlows: 100_000, bytesPerHour: 10 ** 9 };

/**
 * The capacity units in use during a minute: that of the three dimensions which uses most. The pricing defines
 * the average over an hour; that a minute's point is the minute's own rate is unsure.
 */
export function consumedUdpCapacityUnits(usage: MinuteUsage): number {
  return consumedUnits(UDP_UNIT, usage);
}

/** The same for TCP. */
export function consumedTcpCapacityUnits(usage: MinuteUsage): number {
  return consumedUnits(TCP_UNIT, usage);
}

function consumedUnits(unit: Unit, { newFlows, activeFlows, processedBytes }: MinuteUsage): number {
  return Math.max(
    newFlows / 60 / unit.newFlowsPerSecond,
    activeFlows / unit.activeFlows,
    (processedBytes * 60) / unit.bytesPerHour,
  );
}
