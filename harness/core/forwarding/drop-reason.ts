/**
 * Why a datagram went nowhere. One closed set: the key is the label of the counter, the text is for people.
 * Every datagram that a node receives is either forwarded or dropped for exactly one of these.
 */
export const DROP_REASONS = {
  'no-listener': 'no listener of the load balancer has this port and protocol',
  'load-balancer-not-active': 'the load balancer is still provisioning',
  'security-group-inbound': "no inbound rule of the load balancer's security groups admits the client",
  'security-group-outbound': "no outbound rule of the load balancer's security groups admits the target",
  'target-security-group': "no inbound rule of the target's security groups admits the datagram",
  'no-registered-target': 'the target group has no registered target that this zone may use',
  'no-forwarding-target-group': 'every target group of the listener has weight 0',
  hairpin: 'the flow was sent back to the target that is its client',
  'reply-not-of-flow': 'the reply came from an address or port that the flow was not forwarded to',
  'return-path-expired': 'the first reply came more than 30 seconds after the datagram that asked for it',
  'flow-closed': 'the reply came after the flow had ended or moved to another target',
  'upstream-unavailable': 'the node could not open a socket for the flow',
  'send-failed': "the node's operating system refused to send the datagram on",
} as const;

export type DropReason = keyof typeof DROP_REASONS;
