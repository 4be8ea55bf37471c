import type { Rule } from './rule.ts';

/** Rules about listeners: NLB-LI. */
export const LISTENER_RULES = [
  {
    id: 'NLB-LI-01',
    statement: 'Each type of load balancer has its own set of listener protocols.',
    values:
      'network: TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC; application: HTTP, HTTPS; gateway: none (GENEVE implied).',
    source: 'API(CreateListenerInput.Protocol, ProtocolEnum)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-02',
    statement: 'A protocol of the wrong family is refused with the list of allowed ones.',
    values:
      "ALB + non-HTTP: `ValidationError: Listener protocol 'TCP' must be one of 'HTTP, HTTPS'` (so for UDP: `Listener protocol 'UDP' must be one of 'HTTP, HTTPS'`; order was 'HTTPS, HTTP' in 2018); NLB + HTTP: `Listener protocol 'HTTP' must be one of 'TCP, QUIC, TCP_QUIC, UDP, TCP_UDP, TLS'` (older order 'TLS, TCP, TCP_UDP, UDP'). Match by prefix or compare the list as a set.",
    source: 'PF(listener-protocol-lb-type); TF#18126; https://github.com/pulumi/pulumi-aws/issues/1193',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: 'Compare the list in the text as a set: its order has changed over the years.',
  },
  {
    id: 'NLB-LI-03',
    statement: 'A protocol that is not in the set is refused by the enum constraint.',
    values:
      "`ValidationError: 1 validation error detected: Value 'X' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: […]`.",
    source: 'MOTO',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-04',
    statement: 'Port and protocol are required for an NLB listener; port 1–65535.',
    values: '`A listener port must be specified`; `A listener protocol must be specified` (ValidationError).',
    source: 'API(Port); PF; MOTO',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-05',
    statement:
      'A port is unique per load balancer whatever the protocol: UDP:53 and TCP:53 cannot both exist; use TCP_UDP.',
    values: "`DuplicateListener: A listener already exists on this port for this load balancer '<arn>'`.",
    source: 'DOC(load-balancer-listeners); LBC#1608, LBC#4405',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-06',
    statement: 'Creating the same listener twice with the same settings succeeds (returns the first).',
    values: undefined,
    source: 'API(CreateListener)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-07',
    statement: 'ModifyListener to an occupied port gives a different error than CreateListener.',
    values:
      "`ValidationError: Listener port '7328' is already in use` (although `DuplicateListener` is in the model).",
    source: 'TF#26407',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-08',
    statement: 'Each listener protocol takes certain target-group protocols only.',
    values:
      'TCP→TCP|TCP_UDP|TCP_QUIC; TLS→TCP|TLS; UDP→UDP|TCP_UDP; TCP_UDP→TCP_UDP only; QUIC→QUIC|TCP_QUIC; TCP_QUIC→TCP_QUIC only.',
    source: 'DOC(load-balancer-target-groups); API(CreateTargetGroupInput.Protocol)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-09',
    statement:
      'A listener and a target group whose protocols do not fit are refused as IncompatibleProtocols.',
    values:
      "`IncompatibleProtocols: The listener and the following target groups have incompatible protocols: <tg arn>` (older wording `The listener and its associated target group '<arn>' have incompatible protocols`).",
    source: 'PF(listener-tg-protocol); TFP#4955',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-10',
    statement: 'An NLB listener takes only `forward` actions.',
    values:
      "`The action type 'fixed-response' is not valid with network load balancer` (code?: InvalidLoadBalancerAction).",
    source: 'PF(nlb-action-type)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-11',
    statement: 'Since 2025-11-19 a forward action may hold up to 5 weighted target groups.',
    values:
      'weight 0–999 by doc; the refusal text says `The weight for the target group must be between 1 and 999, inclusive`; > 5 → `You cannot specify more than 5 target groups per action`; all TGs same IP type; weights steer new flows only; a TG at weight 0 gets no new flows after a short time and its existing connections are then closed.',
    source: 'DOC(listener-update-rules / load-balancer-listeners); PF(forward-action-*)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-12',
    statement:
      "With several TGs and any of them sticky, the action's TargetGroupStickinessConfig must be on.",
    values: undefined,
    source: 'DOC(load-balancer-listeners)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-13',
    statement: 'A target group belongs to one load balancer only, but may serve several listeners of it.',
    values:
      '`TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: <tg arn>`.',
    source: 'DOC(load-balancer-target-groups); PF(tg-single-load-balancer)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-14',
    statement: "A target group must be in the load balancer's VPC and of an address family that it can use.",
    values:
      "`The following target groups are in a different VPC than load balancer '<arn>': <tg arn>`; `You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type` (codes?).",
    source: 'PF',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-15',
    statement:
      'Listener attribute `tcp.idle_timeout.seconds` exists on TCP and TCP_UDP listeners only; a UDP listener has no attributes.',
    values:
      "default 350, range 60–6000; `'tcp.idle_timeout.seconds' value '30' must be between '60-6000' inclusive`; wrong listener kind `The provided listener attribute is not supported`; DescribeListenerAttributes of a UDP listener → empty list.",
    source: 'API(ListenerAttribute); DOC(update-idle-timeout); RD; PF(listener-attribute*)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-16',
    statement: 'The UDP idle time-out is 120 s and cannot be set.',
    values: '120 s; also for the UDP side of TCP_UDP.',
    source: 'DOC(network-load-balancers, "Connection idle timeout")',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-17',
    statement:
      'DescribeListeners answers the default action of a listener with one target group in both its forms.',
    values:
      '`DefaultActions:[{Type:"forward",TargetGroupArn,ForwardConfig:{TargetGroups:[{TargetGroupArn}],TargetGroupStickinessConfig:{Enabled:false}}}]` – no `Weight`, no `Order`.',
    source: 'RD',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LI-18',
    statement:
      'Replacing the default target group moves new flows first; old TCP-like connections may live on.',
    values:
      'for TCP/TLS/QUIC: existing connections stay up to 1 h while active, or until idle; dereg connection-termination is not applied. UDP is not mentioned. Users saw old-TG traffic for ≈ 75 s after a repoint.',
    source: 'DOC(listener-update-rules); https://github.com/aws/containers-roadmap/issues/470',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'partial',
    note: 'Not documented for UDP. Here running flows stay on the old target group until they are idle; connections for an hour at most.',
  },
  {
    id: 'NLB-LI-19',
    statement: 'Listener rules exist only on dualstack NLBs and only choose by source address family.',
    values: 'one condition kind (source-ip `IpAddressType`); 100 rules per NLB; 5 TGs per action.',
    source: 'DOC(doc-history 2026-07-10, listener rules)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'CreateRule on an ipv4 load balancer is refused with a code and text of our choice; there is no dualstack one.',
  },
  {
    id: 'NLB-LI-20',
    statement: 'Packets to a port with no listener are dropped.',
    values:
      'counted as unintended traffic, never forwarded; no ICMP port-unreachable or RST is documented; ICMP other than type 3 is dropped too.',
    source: 'DOC(introduction / load-balancer-listeners)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'Whether AWS sends ICMP is not documented; here none is sent.',
  },
  {
    id: 'NLB-LI-21',
    statement:
      'Protocol of a listener may be changed by ModifyListener if the TG fits; TLS needs certificate.',
    values:
      "UDP↔TCP_UDP when the TG is TCP_UDP (our reading of NLB-LI-08, not stated); TCP/UDP→TLS needs cert+policy; QUIC listener's port cannot be changed.",
    source: 'DOC(listener-update-rules)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'Certificates and policies are checked and kept as data; no data plane serves TLS or QUIC.',
  },
] as const satisfies readonly Rule[];
