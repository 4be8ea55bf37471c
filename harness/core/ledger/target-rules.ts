import type { Rule } from './rule.ts';

/** Rules about targets and their health: NLB-TA. */
export const TARGET_RULES = [
  {
    id: 'NLB-TA-01',
    statement: "An instance must be running and in the LB's VPC when registered by id.",
    values:
      "`InvalidTarget: The following targets are not in a running state and cannot be registered: 'i-…'`.",
    source: 'API(RegisterTargets); MOTO(aws_verified)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-02',
    statement:
      'The port may be overridden per target, and one target may be registered many times with different ports.',
    values:
      '(id, port) is the key; DeregisterTargets must name the port if it was overridden, otherwise the TG port is assumed. Re-registering an existing pair presumably succeeds silently (unsure).',
    source: 'API(RegisterTargets, DeregisterTargets)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-03',
    statement: 'IP targets must be in a VPC subnet, RFC 1918 or RFC 6598.',
    values:
      "VPC subnets, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10; `The IP address '8.8.8.8' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598` (code?: ValidationError or InvalidTarget).",
    source: 'API(TargetType); PF',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-04',
    statement: 'The Availability Zone of an IP target is found inside the VPC and required outside.',
    values:
      "inside + `all` → `ValidationError: The IP address '10.x' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1b'`; outside + none → `ValidationError: The Availability Zone is required for IP address '…' because it is not in the VPC` or (2023) `You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '…' is outside the VPC`; not settable for `instance`.",
    source: 'API(TargetDescription.AvailabilityZone); LBC#561, LBC#3714, LBC#3084',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-05',
    statement:
      "For UDP/TCP_UDP do not register IPs outside the LB's VPC or on old instance families: packets arrive, replies do not.",
    values:
      'C1, CC1, CC2, CG1, CG2, CR1, G1, G2, HI1, HS1, M1, M2, M3, T1 (these cannot be registered by instance id at all).',
    source: 'DOC(load-balancer-target-groups; archive 2023)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'Addresses outside the VPC are accepted as AWS accepts them; instance families are not told apart.',
  },
  {
    id: 'NLB-TA-06',
    statement: 'Deregistering an unknown target succeeds.',
    values: undefined,
    source: 'API(DeregisterTargets)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-07',
    statement: 'A target has one of seven states.',
    values: '`initial, healthy, unhealthy, unhealthy.draining, unused, draining, unavailable`.',
    source: 'API(TargetHealthStateEnum)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-08',
    statement: 'An NLB explains each state with a fixed reason code and description.',
    values:
      'initial: Elb.RegistrationInProgress, Elb.InitialHealthChecking; unhealthy: Target.FailedHealthChecks; unused: Target.NotRegistered, Target.NotInUse, Target.InvalidState, Target.IpUnusable; draining: Target.DeregistrationInProgress; unavailable: Elb.InternalError; healthy has none.',
    source: 'DOC(target-group-health-checks), API(TargetHealth.Reason)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-09',
    statement:
      '`Target.Timeout` and `Target.ResponseCodeMismatch` are ALB reasons; an NLB reports `Target.FailedHealthChecks` for both.',
    values: undefined,
    source: 'DOC(target-group-health-checks lists only that one), API lists all',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-10',
    statement:
      'Asking for an unregistered id explicitly gives `unused`/`Target.NotRegistered`; in the full list it is simply absent.',
    values:
      'the explicit answer still has `HealthCheckPort`; new answers also carry `AdministrativeOverride`.',
    source: 'MOTO(aws_verified, on ALB)',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-11',
    statement: 'A stopped instance is told to be `unused` by one source and `unhealthy` by another.',
    values:
      'API: `unused`/`Target.InvalidState`; newest NLB guide lists the stopped state under `unhealthy`.',
    source: 'API(TargetHealth.Reason); DOC(target-group-health-checks, 2026)',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: '`unused` with Target.InvalidState is chosen: the API text and the table of reasons agree on it.',
  },
  {
    id: 'NLB-TA-12',
    statement:
      "Health checking starts only when the target is registered, its TG is used by a listener, and the target's AZ is enabled; otherwise `unused`/`Target.NotInUse`.",
    values: undefined,
    source: 'DOC(target-group-health-checks)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-13',
    statement:
      'A newly registered target gets traffic after its FIRST passed health check, whatever HealthyThresholdCount is.',
    values: '`initial` → (1 success) → `healthy`. The threshold governs only `unhealthy` → `healthy`.',
    source:
      'DOC(load-balancer-target-groups; load-balancer-troubleshooting: one check); 2017 guide says the same',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: 'The current guide is followed; a support answer quoted in LBC#1834 says interval times threshold.',
  },
  {
    id: 'NLB-TA-14',
    statement:
      'A new target that never passes goes `initial` → `unhealthy`; by how many failures is not documented.',
    values: 'presumably UnhealthyThresholdCount.',
    source: 'none found',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'UnhealthyThresholdCount is chosen.',
  },
  {
    id: 'NLB-TA-15',
    statement: 'After the first verdict, transitions need consecutive results.',
    values:
      'healthy→unhealthy: UnhealthyThresholdCount consecutive failures (default 2); unhealthy→healthy: HealthyThresholdCount consecutive successes (default 5). Expected time = threshold × interval, plus propagation.',
    source: 'API; DOC(target-group-health-checks)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-16',
    statement:
      'After DeregisterTargets the target is `draining` for the delay, then gone (`unused`/`Target.NotRegistered` if asked explicitly).',
    values: 'delay 0–3600 (300); a delay of 0 still shows draining for a while (users: ≥ 2 min effective).',
    source: 'API(deregistration_delay.timeout_seconds); LBC#2366',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-17',
    statement: 'Re-registering a draining target ends the draining and takes it back through `initial`.',
    values: undefined,
    source: 'general ELB behaviour; no exact NLB wording found',
    confidence: 'unsure',
    live: 'Y',
    emulation: 'emulated',
    note: 'No sentence of AWS about NLB was found; this is how the other load balancers do it.',
  },
  {
    id: 'NLB-TA-18',
    statement: "An IP target that belongs to a load balancer's own ENI is `unused`/`Target.IpUnusable`.",
    values: undefined,
    source: 'API; DOC',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TA-19',
    statement: 'Registering too many targets is refused.',
    values: '`TooManyTargets`, `TooManyRegistrationsForTargetId`; figures in NLB-LB-26.',
    source: 'API(RegisterTargets errors)',
    confidence: 'documented',
    live: 'P',
    emulation: 'partial',
    note: 'TooManyTargets is; no source gives a figure for TooManyRegistrationsForTargetId.',
  },
] as const satisfies readonly Rule[];
