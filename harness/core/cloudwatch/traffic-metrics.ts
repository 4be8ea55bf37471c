import { consumedTcpCapacityUnits, consumedUdpCapacityUnits } from './load-balancer-capacity-units.ts';
import type { NamedStatistics } from './metric.ts';
import { statisticOf } from './statistic-set.ts';
import type { FlowMinute, FlowSamples, TrafficMinute } from './traffic-minute.ts';

/**
 * What one node reports for a minute (NLB-CW-02, NLB-CW-03, NLB-CW-05).
 *
 * AWS reports some metrics "always" and some if there is "a nonzero value"; its other word, that nothing is
 * reported without traffic (NLB-CW-01), is taken to stand above both (unsure). What security groups block is no
 * traffic: it is in its own metrics and in no other (NLB-CW-09).
 */
export function nodeMetrics(minute: TrafficMinute): NamedStatistics[] {
  const { total, tcp } = minute;
  const blocked = [
    // Each datagram counts as a flow, for nothing remembers a flow that was refused. Whether AWS counts the
    // datagrams of one five-tuple once is unsure.
    ...unlessZero('SecurityGroupBlockedFlowCount_Inbound_UDP', total.blockedInbound),
    ...unlessZero('SecurityGroupBlockedFlowCount_Outbound_UDP', total.blockedOutbound),
    ...unlessZero('SecurityGroupBlockedFlowCount_Inbound_TCP', tcp.blockedInbound),
    ...unlessZero('SecurityGroupBlockedFlowCount_Outbound_TCP', tcp.blockedOutbound),
  ];
  if (!minute.hasTraffic) return blocked;
  return [
    ...flowMetrics(minute.flows),
    count('ProcessedBytes', total.processedBytes, 'Bytes'),
    ...unlessZero('ProcessedBytes_UDP', total.processedBytes - tcp.processedBytes, 'Bytes'),
    ...unlessZero('ProcessedBytes_TCP', tcp.processedBytes, 'Bytes'),
    // On AWS health checks are packets too; here only datagrams are counted.
    count('ProcessedPackets', total.processedPackets),
    count('PeakPacketsPerSecond', minute.peakPacketsPerSecond, 'Count/Second'),
    count('PeakBytesPerSecond', minute.peakBytesPerSecond, 'Bytes/Second'),
    count('RejectedFlowCount', total.rejected),
    ...unlessZero('RejectedFlowCount_TCP', tcp.rejected),
    // AWS reports these always; here only of a node that has seen TCP.
    ...resetMetrics(minute),
    count('PortAllocationErrorCount', total.portAllocationErrors),
    // AWS's page names no dimensions for this one: they are those of its neighbours (unsure).
    ...unlessZero('UnhealthyRoutingFlowCount', total.unhealthyRouting),
    ...blocked,
  ];
}

/** What one node reports for the flows of a minute, all of them or those of one target group (NLB-CW-02). */
export function flowMetrics(flows: FlowMinute): NamedStatistics[] {
  if (!flows.all.hasTraffic) return [];
  return [
    { name: 'ActiveFlowCount', unit: 'Count', statistics: flows.all.active },
    ...activeUnlessNone('ActiveFlowCount_UDP', flows.udp),
    ...activeUnlessNone('ActiveFlowCount_TCP', flows.tcp),
    count('NewFlowCount', flows.all.opened),
    ...unlessZero('NewFlowCount_UDP', flows.udp.opened),
    ...unlessZero('NewFlowCount_TCP', flows.tcp.opened),
  ];
}

/** Who ended connections without grace (NLB-TC-09). */
function resetMetrics({ flows, tcp }: TrafficMinute): NamedStatistics[] {
  const resets = tcp.clientResets + tcp.targetResets + tcp.loadBalancerResets;
  if (!flows.tcp.hasTraffic && resets === 0) return [];
  return [
    count('TCP_Client_Reset_Count', tcp.clientResets),
    count('TCP_ELB_Reset_Count', tcp.loadBalancerResets),
    count('TCP_Target_Reset_Count', tcp.targetResets),
  ];
}

/** What is reported for a load balancer as a whole: the capacity units that its nodes used together. */
export function capacityMetrics(nodes: readonly TrafficMinute[]): NamedStatistics[] {
  const active = nodes.filter(({ hasTraffic }) => hasTraffic);
  if (active.length === 0) return [];
  const sum = (ofNode: (node: TrafficMinute) => number) =>
    active.reduce((total, node) => total + ofNode(node), 0);
  const udp = consumedUdpCapacityUnits({
    newFlows: sum(({ flows }) => flows.udp.opened),
    activeFlows: sum(({ flows }) => flows.udp.active.maximum),
    processedBytes: sum(({ total, tcp }) => total.processedBytes - tcp.processedBytes),
  });
  const tcp = consumedTcpCapacityUnits({
    newFlows: sum(({ flows }) => flows.tcp.opened),
    activeFlows: sum(({ flows }) => flows.tcp.active.maximum),
    processedBytes: sum((node) => node.tcp.processedBytes),
  });
  return [
    count('ConsumedLCUs', udp + tcp),
    ...unlessZero('ConsumedLCUs_UDP', udp),
    ...unlessZero('ConsumedLCUs_TCP', tcp),
  ];
}

function activeUnlessNone(name: string, { active }: FlowSamples): NamedStatistics[] {
  return active.maximum > 0 ? [{ name, unit: 'Count', statistics: active }] : [];
}

function unlessZero(name: string, value: number, unit: NamedStatistics['unit'] = 'Count'): NamedStatistics[] {
  return value === 0 ? [] : [count(name, value, unit)];
}

function count(name: string, value: number, unit: NamedStatistics['unit'] = 'Count'): NamedStatistics {
  return { name, unit, statistics: statisticOf(value) };
}
