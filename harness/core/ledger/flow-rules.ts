import type { Rule } from './rule.ts';

/** Rules about the life of a UDP flow: NLB-RT-01 to NLB-RT-13. */
export const FLOW_RULES = [
  {
    id: 'NLB-RT-01',
    statement:
      'A UDP flow is keyed by protocol, source IP, source port, destination IP, destination port; the same key goes to one target for its life.',
    values: 'no sequence number (TCP has one). A new source port = new flow.',
    source: 'DOC(introduction)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-02',
    statement:
      'Flow state expires after 120 s without packets; the next packet is a new flow and may go to another target.',
    values:
      '120 s, fixed; expiry is silent. With an unchanged healthy set the hash may well pick the same target again, so "may", never "must". Whether target→client packets alone refresh it is not stated.',
    source: 'DOC(network-load-balancers)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'Datagrams in both directions keep a flow alive here; AWS does not say which do.',
  },
  {
    id: 'NLB-RT-03',
    statement: 'A target must answer a new flow within 30 s to establish the return path.',
    values: '30 s.',
    source: 'DOC(network-load-balancers: EC2 instances must respond to a new request within 30 seconds)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-04',
    statement:
      "The source address the target sees is the client's; the destination is the target's own address and target port.",
    values:
      'client IP and port kept for IPv4 client → IPv4 target; family mismatch or PrivateLink → an LB private address.',
    source: 'DOC(edit-target-group-attributes, client IP preservation)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'The loopback world keeps the address only; the others keep the port, too.',
  },
  {
    id: 'NLB-RT-05',
    statement:
      'The reply goes back through the NLB and the client sees it from the NLB address and listener port it wrote to.',
    values: 'reply from another target port or address does not belong to the flow (fate not documented).',
    source: 'DOC(introduction, implied)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'A reply from another address or port of the target is dropped; AWS does not say what happens to it.',
  },
  {
    id: 'NLB-RT-06',
    statement:
      'A running UDP flow whose target turns unhealthy goes to a healthy target with its next datagram, and stays there.',
    values:
      'The guide has no sentence of its own for UDP; it says that connections to unhealthy targets are terminated by default. An AWS re:Post answer says that the next datagram of the flow goes to a new target and the flow stays there until that one fails or it idles out.',
    source:
      'https://repost.aws/questions/QUQwR1pCbWST28vXu96aQfBw/network-load-balancer-stickiness-timeout-with-unhealthy-nodes; https://github.com/awsdocs/elb-network-load-balancers-user-guide/issues/12 (doc writer, 2020: connections to unhealthy targets are terminated); DOC(edit-target-group-attributes)',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'One expert answer: the first thing to verify against a live NLB.',
  },
  {
    id: 'NLB-RT-07',
    statement: 'The flow does not go back when the first target recovers.',
    values: 'follows from NLB-RT-06 (a flow stays while its target is healthy and it is not idle).',
    source: 'see NLB-RT-06',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'Follows from NLB-RT-06: a flow leaves its target for a reason only.',
  },
  {
    id: 'NLB-RT-08',
    statement: 'A running UDP flow may stay on its deregistered, healthy target until the delay ends.',
    values: 'Default delay 300 s. If the draining target turns unhealthy, its flows end.',
    source: 'DOC(edit-target-group-attributes, deregistration delay)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-09',
    statement:
      'At the end of the delay, `connection_termination.enabled=true` (default for new UDP TGs) closes the flow: the next packet is a new flow to another target.',
    values:
      'closure comes "shortly after" the delay; with `false`, a flow that never idles 120 s can stay on the deregistered target without limit.',
    source: "DOC(edit-target-group-attributes); What's New 2023-10",
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-RT-10',
    statement: 'The guide recommends a deregistration delay of at least 120 s for UDP.',
    values: 'recommendation so that UDP flows can idle out.',
    source: 'DOC',
    confidence: 'documented',
    live: 'N',
    emulation: 'gap',
    note: 'Advice to users: nothing to emulate.',
  },
  {
    id: 'NLB-RT-11',
    statement:
      '`unhealthy.draining` (keep flows for N s after unhealthy) exists only with unhealthy-termination off.',
    values: "0–360000 s; state `unhealthy.draining`; for UDP not usable if NLB-TG-14's API text holds.",
    source: 'API',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The attributes are checked as AWS checks them; no UDP target comes to `unhealthy.draining`.',
  },
  {
    id: 'NLB-RT-12',
    statement:
      'Fail-open: if no target of the TG is healthy in all enabled zones, traffic goes to all registered targets.',
    values:
      'threshold `unhealthy_state_routing.minimum_healthy_targets.count` default 1; below it, all targets (healthy or not) receive traffic; scope is the zone with cross-zone off, the whole TG with it on. Metric `UnhealthyRoutingFlowCount`.',
    source:
      'DOC(target-group-health, target-group-health-checks); LBC#2144. Counter-observation on UDP: https://github.com/cbsinteractive/hawkeye/issues/31',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'One user saw UDP behave otherwise (hawkeye#31).',
  },
  {
    id: 'NLB-RT-13',
    statement: 'Draining and unused targets are not part of fail-open.',
    values: undefined,
    source: 'follows from the definitions; no sentence found',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'Follows from the definitions; AWS has no sentence about it.',
  },
] as const satisfies readonly Rule[];
