import type { NodeTraffic } from '../cloudwatch/node-traffic.ts';

/** What a node tells of that has counted nothing, but for its name. */
export const NO_TRAFFIC: Omit<NodeTraffic, 'loadBalancerArn' | 'availabilityZone'> = {
  processedPackets: 0,
  processedBytes: 0,
  blockedInbound: 0,
  blockedOutbound: 0,
  rejected: 0,
  portAllocationErrors: 0,
  unhealthyRouting: 0,
  tcp: {
    processedBytes: 0,
    blockedInbound: 0,
    blockedOutbound: 0,
    rejected: 0,
    clientResets: 0,
    targetResets: 0,
    loadBalancerResets: 0,
  },
  targetGroups: {},
};
