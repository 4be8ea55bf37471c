import type { Rule } from './rule.ts';

/** Rules about the other load balancers, and QUIC: NLB-OT. */
export const OTHER_BALANCER_RULES = [
  {
    id: 'NLB-OT-01',
    statement: 'An ALB cannot take UDP.',
    values: 'see NLB-LI-02; ALB listener protocols HTTP, HTTPS.',
    source: 'API(CreateListenerInput.Protocol)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-OT-02',
    statement: 'A Classic LB cannot take UDP.',
    values: 'HTTP, HTTPS, TCP, SSL.',
    source: 'CLB User Guide "Listeners"',
    confidence: 'documented',
    live: 'Y',
    emulation: 'gap',
    note: 'The Classic Load Balancer API is not emulated: calls with its version are refused in its own form.',
  },
  {
    id: 'NLB-OT-03',
    statement: 'A UDP TG on an ALB listener is refused.',
    values: '`IncompatibleProtocols` family (exact text for ALB+UDP TG not recorded).',
    source: 'API(CreateListener errors)',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'partial',
    note: 'Refused; the exact text is not recorded anywhere.',
  },
  {
    id: 'NLB-OT-04',
    statement: 'A QUIC listener has limits that other listeners have not.',
    values:
      'one QUIC or TCP_QUIC listener per NLB; not together with UDP/TCP_UDP listeners; not dualstack; not with security groups; QUIC v1; port not modifiable.',
    source: 'DOC(load-balancer-listeners)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The API keeps the limits, with codes and texts of our choice; no data plane serves QUIC.',
  },
  {
    id: 'NLB-OT-05',
    statement: 'QUIC targets need a server id.',
    values:
      '`QuicServerId` = `0x` + 16 lower-case hex, unique per listener, immutable; required for QUIC/TCP_QUIC and forbidden elsewhere; connection ids carry it (17 bytes); dereg delay fixed 300; no stickiness, no PPv2.',
    source: 'API(TargetDescription.QuicServerId); DOC',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The API asks for server ids and keeps them unique within a target group; no data plane looks at them.',
  },
  {
    id: 'NLB-OT-06',
    statement:
      'QUIC passthrough routes by server id in the connection id, so a client may change address/port and keep its target; plain UDP listeners cannot do this.',
    values: undefined,
    source: 'DOC(doc-history 2025-11-13, listeners)',
    confidence: 'documented',
    live: 'P',
    emulation: 'gap',
    note: 'There are no QUIC listeners.',
  },
  {
    id: 'NLB-OT-07',
    statement:
      "Plain QUIC over a UDP listener works only while the client's 5-tuple is unchanged and never idle for 120 s.",
    values: undefined,
    source: 'NLB-RT-01 and NLB-RT-02',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
] as const satisfies readonly Rule[];
