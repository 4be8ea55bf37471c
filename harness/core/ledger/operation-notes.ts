/**
 * What of an ELBv2 operation is not as on AWS beyond what the rules say: what is refused by name with
 * OperationNotPermitted, kept as data only, or always refused. Operations that stand here nowhere are carried out.
 */
export const OPERATION_NOTES: Readonly<Record<string, string>> = {
  AddListenerCertificates:
    'Data only: no data plane serves TLS, and every ACM or IAM ARN counts as a certificate.',
  RemoveListenerCertificates: 'Data only.',
  DescribeListenerCertificates: 'Data only.',
  AddTags: 'Listener rules: refused by name.',
  RemoveTags: 'Listener rules: refused by name.',
  DescribeTags: 'Listener rules: refused by name.',
  CreateListener:
    'Refused by name: actions of application load balancers other than `forward`, mutual TLS. TLS and QUIC listeners are data only.',
  ModifyListener:
    'Refused by name: actions of application load balancers other than `forward`, mutual TLS. TLS and QUIC listeners are data only.',
  CreateLoadBalancer:
    'Refused by name: type `gateway`, `CustomerOwnedIpv4Pool`, `IpamPools`. `dualstack` is refused as for subnets without IPv6. An application load balancer is data only.',
  SetIpAddressType: '`dualstack` is refused as for subnets without IPv6.',
  SetSubnets: '`dualstack` is refused as for subnets without IPv6.',
  CreateRule:
    'Always refused: a network load balancer here is never dualstack (NLB-LI-19); rules of application load balancers are refused by name.',
  ModifyRule: 'Always refused: there are only default rules.',
  DeleteRule: 'Always refused: there are only default rules.',
  SetRulePriorities: 'Always refused: there are only default rules.',
  CreateTargetGroup:
    'Refused by name: target types `lambda` and `alb`, protocol `GENEVE`, protocol versions other than HTTP1, `TargetControlPort`.',
  RegisterTargets: 'IPv6 targets: refused by name.',
  DescribeCapacityReservation: 'Data only.',
  ModifyCapacityReservation:
    'Data only; pending for as long as provisioning takes. That AWS gives a new account a quota of 0 per Region is not enforced.',
  ModifyIpPools:
    'Always refused: for a network load balancer as on AWS, for an application load balancer by name.',
  GetResourcePolicy: 'Nothing here has a policy: always ResourceNotFound.',
};

/** What is not as on AWS for every operation. */
export const WIRE_NOTES: readonly string[] = [
  'Signatures are not verified; a signature in the query string is not read, because a web page could put it there.',
  'Calls are throttled only where a world is told to (NLB-LB-25).',
  'The Classic Load Balancer API (version 2012-06-01) is answered with a refusal in its own form (NLB-OT-02).',
];
