import type { Rule } from './rule.ts';

/** Rules about TCP listeners, and about the TCP side of TCP_UDP ones. */
export const TCP_RULES = [
  {
    id: 'NLB-TC-01',
    statement: 'A TCP connection goes to one target for its life.',
    values:
      'protocol, addresses, ports and TCP sequence number select the target; connections of one client from several ports may go to several targets.',
    source: 'DOC(introduction)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: 'The sequence number is not part of the hash here: a connection from the same port is selected anew, by the same five-tuple.',
  },
  {
    id: 'NLB-TC-02',
    statement:
      'A connection whose target turns unhealthy is ended with resets, unless the group says otherwise.',
    values:
      '`target_health_state.unhealthy.connection_termination.enabled` true by default; with false connections stay, for `draining_interval_seconds` where that is not 0.',
    source: 'DOC(edit-target-group-attributes); API(TargetGroupAttribute)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: 'While the group fails open every target is used, and connections to it stay: AWS has no sentence about it.',
  },
  {
    id: 'NLB-TC-03',
    statement:
      'What client and target say goes to the other end unchanged, and each direction ends by itself.',
    values: undefined,
    source: 'DOC(introduction): the load balancer forwards at the connection level',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: "The handshake is the node's own: the client is connected before its target has answered, so what a target refuses is a reset here and not a refused connection.",
  },
  {
    id: 'NLB-TC-04',
    statement:
      "A connection without data for the listener's idle time-out is forgotten, and whoever speaks afterwards gets a reset.",
    values: '`tcp.idle_timeout.seconds`, 350 s unless set; neither end is told when the time is over.',
    source: 'DOC(network-load-balancers, "Connection idle timeout"; update-idle-timeout)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: 'A changed time-out holds for connections that are opened afterwards (unsure). TCP keep-alive packets, which count on AWS, are not seen here.',
  },
  {
    id: 'NLB-TC-05',
    statement: 'A connection for which there is no registered target is reset.',
    values: '`RejectedFlowCount_TCP`, `TCP_ELB_Reset_Count`.',
    source: 'follows from DOC(load-balancer-cloudwatch-metrics); no sentence found',
    confidence: 'unsure',
    live: 'P',
    emulation: 'emulated',
    note: 'AWS counts such flows as rejected and says nothing of what the client sees.',
  },
  {
    id: 'NLB-TC-06',
    statement:
      "Targets see the client's address and port, or the node's private address where the group does not preserve it.",
    values:
      '`preserve_client_ip.enabled`: default true, but false for `ip` targets of TCP and TLS groups; may be set for TCP.',
    source: 'DOC(edit-target-group-attributes, client IP preservation)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: 'The loopback world keeps the address only; the others keep the port, too.',
  },
  {
    id: 'NLB-TC-07',
    statement: 'A reset of one end is passed on to the other, also that of a target that refuses.',
    values: '`TCP_Client_Reset_Count`, `TCP_Target_Reset_Count`.',
    source: 'DOC(load-balancer-cloudwatch-metrics)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TC-08',
    statement: 'What security groups do not admit vanishes, and the client hears nothing.',
    values: 'applies to the first packet of a connection; see NLB-SG-05 and NLB-SG-06.',
    source: 'DOC(load-balancer-security-groups)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: "Outside of the loopback world clients that the load balancer's groups do not admit time out when they connect, which no metric counts. In the loopback world, and for what the outbound rules or a target's own group block, the client is connected and gets no answer.",
  },
  {
    id: 'NLB-TC-09',
    statement: 'CloudWatch has metrics for TCP and for who reset connections.',
    values:
      '`ActiveFlowCount_TCP`, `NewFlowCount_TCP`, `ProcessedBytes_TCP`, `ConsumedLCUs_TCP`, `RejectedFlowCount_TCP`, `SecurityGroupBlockedFlowCount_Inbound_TCP`, `…_Outbound_TCP`, `TCP_Client_Reset_Count`, `TCP_ELB_Reset_Count`, `TCP_Target_Reset_Count`.',
    source: 'DOC(load-balancer-cloudwatch-metrics)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'Packets are not seen: a piece of a stream, as the node reads it, counts as one with its headers. What a router drops (netns, docker) is not counted.',
  },
  {
    id: 'NLB-TC-10',
    statement:
      'A connection stays on its deregistered target: to the end of the delay, or beyond it where the group does not end it.',
    values:
      '`deregistration_delay.connection_termination.enabled` is false by default for TCP; a target group that the listener no longer forwards to keeps its connections up to 1 h (NLB-LI-18).',
    source: 'DOC(edit-target-group-attributes, listener-update-rules)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TC-11',
    statement:
      'With proxy protocol v2 each connection to a target begins with the addresses of client and load balancer.',
    values: '`proxy_protocol_v2.enabled`, default false; health checks carry it too.',
    source: 'DOC(edit-target-group-attributes, proxy protocol)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'For connections of clients; health checks carry no header, and there are no further fields.',
  },
  {
    id: 'NLB-TC-12',
    statement:
      'A target that connects to its own load balancer hears nothing when it is selected itself, unless client addresses are not preserved.',
    values: 'the TCP case of NLB-RT-25.',
    source: 'DOC(load-balancer-troubleshooting)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
] as const satisfies readonly Rule[];
