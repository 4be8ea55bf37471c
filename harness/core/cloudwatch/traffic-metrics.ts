import { consumedUdpCapacityUnits } from './load-balancer-capacity-units.ts';
import type { NamedStatistics } from './metric.ts';
import { statisticOf } from './statistic-set.ts';
import type { FlowMinute, TrafficMinute } from './traffic-minute.ts';

/**
 * What one node reports for a minute (NLB-CW-02, NLB-CW-03, NLB-CW-05).
 *
 * AWS reports some metrics "always" and some if there is "a nonzero value"; its other word, that nothing is
 * reported without traffic (NLB-CW-01), is taken to stand above both (unsure). What security groups block is no
 * traffic: it is in its own metrics and in no other (NLB-CW-09).
 */
export function nodeMetrics(minute: TrafficMinute): NamedStatistics[] {
  const { total } = minute;
  const blocked = [
    // Each datagram counts as a flow, for nothing remembers a flow that was refused. Whether AWS counts the
    // datagrams of one five-tuple once is unsure.
    ...unlessZero('SecurityGroupBlockedFlowCount_Inbound_UDP', total.blockedInbound),
    ...unlessZero('SecurityGroupBlockedFlowCount_Outbound_UDP', total.blockedOutbound),
  ];
  if (!minute.hasTraffic) return blocked;
  return [
    ...flowMetrics(minute.flows),
    count('ProcessedBytes', total.processedBytes, 'Bytes'),
    ...unlessZero('ProcessedBytes_UDP', total.processedBytes, 'Bytes'),
    // On AWS health checks are packets too; here only datagrams are counted.
    count('ProcessedPackets', total.processedPackets),
    count('PeakPacketsPerSecond', minute.peakPacketsPerSecond, 'Count/Second'),
    count('PeakBytesPerSecond', minute.peakBytesPerSecond, 'Bytes/Second'),
    count('RejectedFlowCount', total.rejected),
    count('PortAllocationErrorCount', total.portAllocationErrors),
    // AWS's page names no dimensions for this one: they are those of its neighbours (unsure).
    ...unlessZero('UnhealthyRoutingFlowCount', total.unhealthyRouting),
    ...blocked,
  ];
}

/** What one node reports for the flows of a minute, all of them or those of one target group (NLB-CW-02). */
export function flowMetrics(flows: FlowMinute): NamedStatistics[] {
  if (!flows.hasTraffic) return [];
  const active = { unit: 'Count', statistics: flows.active } as const;
  return [
    { name: 'ActiveFlowCount', ...active },
    ...(flows.active.maximum > 0 ? [{ name: 'ActiveFlowCount_UDP', ...active }] : []),
    count('NewFlowCount', flows.opened),
    ...unlessZero('NewFlowCount_UDP', flows.opened),
  ];
}

/** What is reported for a load balancer as a whole: the capacity units that its nodes used together. */
export function capacityMetrics(nodes: readonly TrafficMinute[]): NamedStatistics[] {
  const active = nodes.filter(({ hasTraffic }) => hasTraffic);
  if (active.length === 0) return [];
  const units = consumedUdpCapacityUnits({
    newFlows: active.reduce((sum, { flows }) => sum + flows.opened, 0),
    activeFlows: active.reduce((sum, { flows }) => sum + flows.active.maximum, 0),
    processedBytes: active.reduce((sum, { total }) => sum + total.processedBytes, 0),
  });
  return [count('ConsumedLCUs', units), ...unlessZero('ConsumedLCUs_UDP', units)];
}

function unlessZero(name: string, value: number, unit: NamedStatistics['unit'] = 'Count'): NamedStatistics[] {
  return value === 0 ? [] : [count(name, value, unit)];
}

function count(name: string, value: number, unit: NamedStatistics['unit'] = 'Count'): NamedStatistics {
  return { name, unit, statistics: statisticOf(value) };
}
