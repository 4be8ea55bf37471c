import type { Rule } from './rule.ts';

/** Rules about load balancers: NLB-LB. */
export const LOAD_BALANCER_RULES = [
  {
    id: 'NLB-LB-01',
    statement: 'The name is unique per account and Region and follows a fixed alphabet.',
    values:
      '≤ 32 characters; `[A-Za-z0-9-]`; must not begin or end with `-`; must not begin with `internal-`.',
    source: 'API(CreateLoadBalancerInput.Name)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-02',
    statement: 'Each name fault has its own message, and length is checked first.',
    values:
      "`ValidationError` (code?) with: `The load balancer name 'X' cannot be longer than '32' characters` · `… cannot begin with 'internal-'` · `… cannot end with a hyphen(-)` · `… can only contain characters that are alphanumeric characters and hyphens(-)`.",
    source: 'PF(lb-name)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-03',
    statement:
      'CreateLoadBalancer is idempotent: the same name with the same settings returns the existing one; with different settings it is refused.',
    values:
      "`DuplicateLoadBalancerName: A load balancer with the same name 'X' exists, but with different settings`.",
    source:
      'API(CreateLoadBalancer); TFP#32942; LBC#3173, LBC#3774; https://github.com/fortinet/fortigate-terraform-deploy/issues/21',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-04',
    statement:
      'CreateLoadBalancer takes exactly one of Subnets and SubnetMappings, with at least one subnet.',
    values: 'none → `ValidationError: At least one subnet must be specified`; NLB minimum is 1 AZ (ALB 2).',
    source: 'API(Subnets, SubnetMappings); TFP#1925',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-05',
    statement: 'A load balancer takes at most one subnet per Availability Zone.',
    values:
      '`InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone`.',
    source:
      'API(Subnets); PF(lb-subnet-az); LBC#45; https://github.com/aws-samples/aws-scalable-big-blue-button-example/issues/51',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-06',
    statement: 'Scheme is `internet-facing` unless `internal` is given; no operation changes it later.',
    values: '`internet-facing` | `internal`.',
    source: 'API(Scheme; no member in any Modify/Set shape)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-07',
    statement:
      'An internet-facing NLB may take one Elastic IP per subnet; an internal one may take one private IPv4 per subnet; an internet-facing one may take one IPv6 per subnet.',
    values:
      "EIP in use → `ResourceInUse: The allocation IDs are not available for use`; private IPv4 on internet-facing → `You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.` (code?); unknown allocation → `AllocationIdNotFound`.",
    source: 'API(SubnetMappings); TFP#15031; PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'Elastic IP addresses and private IPv4 addresses are; an IPv6 address per subnet is not.',
  },
  {
    id: 'NLB-LB-08',
    statement: 'A subnet needs free addresses and a supported Availability Zone.',
    values:
      '≥ 8 free addresses (internet-facing; internal only when AWS picks the address); constrained AZ → `AvailabilityZoneNotSupported` ("Load balancers with type \'network\' are not supported in …"); no Local Zones.',
    source: 'DOC(create-network-load-balancer); archived guide 2023',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'Free addresses are counted; no zone is ever constrained.',
  },
  {
    id: 'NLB-LB-09',
    statement:
      'A new NLB is `provisioning` and becomes `active`; it can also be `active_impaired` or `failed`.',
    values:
      'states `active, provisioning, active_impaired, failed`; waiter `LoadBalancerAvailable` 15 s × 40; whether listeners can be created while `provisioning` was not looked up. A chosen private IP already in use leads to `failed`.',
    source: 'API(LoadBalancerStateEnum), botocore waiters; DOC(load-balancer-troubleshooting)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: '`active_impaired` never occurs.',
  },
  {
    id: 'NLB-LB-10',
    statement: 'NLB DNS names and ALB DNS names have different shapes.',
    values:
      'NLB `<name>-<16 hex>.elb.<region>.amazonaws.com` (hex = last ARN segment, case of the name kept, no `internal-` prefix even for internal); ALB `[internal-]<name>-<digits>.<region>.elb.amazonaws.com`; zonal NLB name `<az>.<name>-<16 hex>.elb.<region>.amazonaws.com`.',
    source: 'RD; DOC(network-load-balancers)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-11',
    statement: 'The ARNs of load balancers, listeners and target groups have fixed shapes.',
    values:
      '`arn:aws:elasticloadbalancing:<region>:<acct>:loadbalancer/net/<name>/<16hex>`; `…:listener/net/<name>/<lb 16hex>/<16hex>`; `…:targetgroup/<name>/<16hex>`; ALB uses `app`.',
    source: 'RD; API examples',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-12',
    statement: 'CanonicalHostedZoneId differs between NLB and ALB in the same Region.',
    values:
      'For an NLB e.g. us-east-1 Z26RNL4JYFTOTI, ap-northeast-1 Z31USIVHYNEOWT; the whole list stands at the code that answers it.',
    source:
      'AWS General Reference "Elastic Load Balancing endpoints and quotas"; hashicorp/terraform-provider-aws `hosted_zone_id_data_source.go`',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-13',
    statement: 'A load balancer has one network interface per enabled subnet.',
    values: '`InterfaceType=network_load_balancer`, `Description="ELB net/<name>/<16hex>"`.',
    source: 'DOC(network-load-balancers, target-group-register-targets)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-14',
    statement: 'An NLB has a fixed set of attributes, each with a default.',
    values:
      '`access_logs.s3.enabled=false`, `access_logs.s3.bucket=""`, `access_logs.s3.prefix=""`, `deletion_protection.enabled=false`, `load_balancing.cross_zone.enabled=false`, `dns_record.client_routing_policy=any_availability_zone`, `zonal_shift.config.enabled=false`, `secondary_ips.auto_assigned.per_subnet=0` (0–7, never decreases). `ipv6.deny_all_igw_traffic` is returned only on dualstack. Max 20 attributes per Modify call.',
    source: 'API(LoadBalancerAttribute); RD',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-15',
    statement: 'Unknown or foreign attribute keys/values are refused by name.',
    values:
      "`Load balancer attribute key 'idle_timeout.timeout_seconds' is not recognized`; `'zone_affinity' is not a valid value for 'dns_record.client_routing_policy'` (code?: ValidationError or InvalidConfigurationRequest).",
    source: 'PF(lb-attribute-key-type, lb-attribute-values)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-16',
    statement: 'Access logs are written only for TLS listeners.',
    values: 'a pure UDP NLB produces none.',
    source: 'DOC(load-balancer-access-logs), archive 2023',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'The attributes are kept; no log is ever written, which for UDP is what AWS does.',
  },
  {
    id: 'NLB-LB-17',
    statement: 'Deletion protection blocks DeleteLoadBalancer.',
    values:
      "`OperationNotPermitted: Load balancer '<arn>' cannot be deleted because deletion protection is enabled`.",
    source:
      'API(DeleteLoadBalancer); https://github.com/aws-cloudformation/rain/issues/187; https://github.com/rebuy-de/aws-nuke/issues/1240',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-18',
    statement: 'DeleteLoadBalancer is idempotent, removes listeners, and leaves target groups and targets.',
    values: 'deleting a missing LB succeeds; used by a VPC endpoint service → `ResourceInUse`.',
    source: 'API(DeleteLoadBalancer)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'There are no VPC endpoint services, so none can hold a load balancer.',
  },
  {
    id: 'NLB-LB-19',
    statement: 'SetSubnets replaces the enabled set; since 2025-02-13 an NLB may lose AZs.',
    values:
      'removal takes up to 3 minutes; not while a VPC endpoint service association forbids it; old error before 2025: `ValidationError: Subnet removal is not supported for Network Load Balancers. You must specify all existing subnets along with any new ones`. The API text for SetSubnets still claims all earlier subnets must be kept on NLB (stale).',
    source: "DOC(availability-zones), What's New 2025-02-13; CAPA#4735; API(SetSubnetsInput.Subnets)",
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-20',
    statement: 'Changing to another subnet in the same AZ takes two calls (remove, then add).',
    values:
      "`You cannot specify an additional subnet from an Availability Zone that is already associated with the load balancer. The Availability Zone 'X' corresponding to the new subnet 'Y' is already associated with the load balancer.` (code?).",
    source: 'LBC#4171',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-21',
    statement:
      'Removing an AZ deletes its ENI, cuts every connection through that zone, and turns its targets `unused`.',
    values:
      'connections to targets in the removed zone are cut also when they came cross-zone from another zone.',
    source: 'DOC(availability-zones)',
    confidence: 'documented',
    live: 'P',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-LB-22',
    statement: 'IpAddressType is `ipv4` (default) or `dualstack`; the ALB-only third value is not allowed.',
    values: undefined,
    source: 'API(IpAddressType)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: '`dualstack` is known to the API; no datagram goes over IPv6.',
  },
  {
    id: 'NLB-LB-23',
    statement: 'UDP on dualstack needs IPv6 source-NAT prefixes.',
    values:
      "`EnablePrefixForIpv6SourceNat` `on`|`off` (default off); prefix /80 per subnet or `auto_assigned`. UDP listener with it off → `The specified listener protocol 'UDP' is not supported on load balancers using the 'dualstack' IP address type when 'EnablePrefixForIpv6SourceNat' is set to 'off'`; set on an ipv4 LB → `'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.` (codes?).",
    source:
      'API(EnablePrefixForIpv6SourceNat); DOC(load-balancer-ip-address-type); PF(listener-udp-dualstack, lb-ipv6-source-nat)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'On an ipv4 load balancer the parameter is refused. There is no dualstack one: subnets have no IPv6 blocks, and no datagram goes over IPv6.',
  },
  {
    id: 'NLB-LB-24',
    statement: 'A UDP listener of a dualstack NLB uses an IPv6 target group.',
    values: undefined,
    source: 'DOC(load-balancer-listeners / load-balancer-target-groups)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'gap',
    note: 'There is no IPv6 data plane.',
  },
  {
    id: 'NLB-LB-25',
    statement: 'Calls are throttled by token buckets.',
    values:
      'CreateLoadBalancer/SetSubnets bucket 10, refill 0.2/s; Register/DeregisterTargets 20, 4/s; Describe* 40, 10/s; other mutating 20, 3/s; `Throttling…: Rate exceeded`.',
    source: 'ELB User Guide "Request throttling for the Elastic Load Balancing API"',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'An option of a world, off by default. That the operations of a kind share one bucket, and that Get counts as Describe, is chosen.',
  },
  {
    id: 'NLB-LB-26',
    statement: 'Load balancers, listeners, target groups and targets have quotas.',
    values:
      '50 NLBs per Region; 50 listeners per NLB (fixed); 100 rules per NLB; 500 targets per AZ per NLB; 3000 targets per NLB (500 in total when cross-zone is on); 1000 targets per TG; 3000 TGs per Region shared with ALB (figure from the 2023 archive); a target in N TGs counts N times.',
    source: 'DOC(load-balancer-limits)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'All are enforced but that of listener rules, of which there can be none. Draining targets count, and turning cross-zone on with too many targets is not refused: both are chosen.',
  },
] as const satisfies readonly Rule[];
