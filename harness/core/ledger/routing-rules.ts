import type { Rule } from './rule.ts';

/** Rules about where UDP datagrams go: NLB-RT-14 to NLB-RT-29. */
export const ROUTING_RULES = [
  {
    id: 'NLB-RT-14',
    statement: 'Cross-zone is off by default: a node sends only to targets of its own zone.',
    values: "off → each node's targets = that zone's; on → all healthy targets of enabled zones.",
    source: 'DOC(network-load-balancers, target-group-cross-zone)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-15',
    statement:
      'DNS gives one address per enabled zone, TTL 60 s; a zone without a healthy target (cross-zone off) is taken out.',
    values:
      'TTL 60; an enabled zone that has no registered target counts as unhealthy; if any TG of the NLB is unhealthy in the zone, the zone leaves DNS even if other TGs are fine; if all zones are unhealthy, all addresses are returned; `dns_failover…count=off` disables.',
    source: 'DOC(introduction, target-group-health, load-balancer-troubleshooting)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-16',
    statement: 'The address taken out of DNS no longer serves.',
    values: 'clients that go on sending to it fail.',
    source: 'DOC(introduction/network-load-balancers)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'Not documented for UDP. Here the address stays open and its zone fails open.',
  },
  {
    id: 'NLB-RT-17',
    statement:
      'client_routing_policy only changes DNS answers, and only for Route 53 Resolver clients in the VPC.',
    values:
      '`any_availability_zone` 0 % affinity · `partial_availability_zone_affinity` 85 % · `availability_zone_affinity` 100 %.',
    source: 'API(LoadBalancerAttribute); DOC(network-load-balancers)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'The attribute is kept; answers are those of `any_availability_zone`.',
  },
  {
    id: 'NLB-RT-18',
    statement: 'Health is judged per zone; nodes may differ for a while.',
    values: 'hence metrics Max(Healthy)/Min(UnHealthy).',
    source: 'DOC(load-balancer-cloudwatch-metrics)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-19',
    statement:
      'source_ip stickiness: all flows of one client IP (and listener/TG) go to one target, without a time limit.',
    values:
      'no duration attribute; any change in health or registration may reset the mapping; with cross-zone off, sticky is per node/zone; clients behind one NAT share a target.',
    source: 'DOC(edit-target-group-attributes, sticky sessions); re:Post as NLB-RT-06',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-20',
    statement:
      'New-flow selection uses only healthy targets, and a change of the healthy set may remap the choice for every NEW flow.',
    values: 'not consistent hashing in any promised sense.',
    source: 're:Post as NLB-RT-06',
    confidence: 'unsure',
    live: 'P',
    emulation: 'emulated',
    note: "The flow hash picks among the healthy targets; which one is not AWS's choice.",
  },
  {
    id: 'NLB-RT-21',
    statement: 'Distribution is a hash, not round robin.',
    values:
      'one client socket = one target; many source ports are needed to see all targets; no promise of evenness.',
    source: 'DOC(introduction)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-22',
    statement: 'Only non-UDP fragments are said to be unsupported, so UDP fragments should pass.',
    values: 'implies UDP fragments pass.',
    source: 'DOC(load-balancer-listeners/introduction, "IP fragmented packets for non-UDP traffic")',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'Large datagrams pass whole; fragments are left to the operating system.',
  },
  {
    id: 'NLB-RT-23',
    statement: 'Nodes have an MTU of 9001 inside a VPC and of 1500 over an Internet gateway.',
    values:
      'nodes 9001 inside a VPC; 1500 over an internet gateway; ICMP type 3 (fragmentation needed) is let through if SGs allow.',
    source: 'DOC(network-load-balancers, "Network MTU")',
    confidence: 'documented',
    live: 'P',
    emulation: 'gap',
    note: 'No MTU is imposed.',
  },
  {
    id: 'NLB-RT-24',
    statement: 'No reset or ICMP to either side when a UDP flow ends.',
    values: undefined,
    source: 'DOC (RST is TCP only); https://kupczynski.info (TCP idle notes)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The client gets nothing. A target that goes on speaking after the end of a flow may meet a closed port, because the socket of the flow is gone.',
  },
  {
    id: 'NLB-RT-25',
    statement: 'A target that is itself the client gets no answer when its flow is sent back to itself.',
    values:
      'also two containers on one node. The TCP cure (switching preservation off) is refused for UDP (NLB-TG-15), also with `ip` targets.',
    source: 'DOC(load-balancer-troubleshooting); LBC threads',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-26',
    statement:
      'With cross-zone on, one client port that writes to two node addresses reaches a target as one four-tuple.',
    values: 'for TCP gives resets; for UDP the replies are ambiguous.',
    source:
      'DOC(load-balancer-troubleshooting); https://niels-ole.com/cloud/aws/linux/2020/10/18/nlb-resets.html',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'In worlds where targets see the port of the client. A reply is for the flow that wrote to the target last.',
  },
  {
    id: 'NLB-RT-27',
    statement: 'A UDP datagram for a target group without any registered target is dropped.',
    values: 'counted as no healthy target; no forward; no answer. `RejectedFlowCount` may rise.',
    source: 'DOC(metrics)',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'Not documented. No ICMP is sent.',
  },
  {
    id: 'NLB-RT-28',
    statement:
      'With weighted target groups, source-IP stickiness keeps a client on its group, and weights count for new flows only.',
    values: undefined,
    source: 'DOC(load-balancer-listeners)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-29',
    statement:
      "A TCP_UDP listener hashes TCP and UDP apart: one client's TCP and UDP may land on different targets unless source_ip stickiness is on.",
    values: 'protocol is part of the key.',
    source: 'DOC(introduction)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
] as const satisfies readonly Rule[];
