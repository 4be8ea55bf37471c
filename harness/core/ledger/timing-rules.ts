import type { Rule } from './rule.ts';

/** Rules about how long things take: NLB-TM. */
export const TIMING_RULES = [
  {
    id: 'NLB-TM-01',
    statement: 'Provisioning a load balancer takes minutes.',
    values: 'a few minutes; waiter limit 10 min; Terraform default time-out 10 min; some go beyond.',
    source: 'botocore waiters; TFP#8054; TF#24799',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: 'Profile `observed`; `documented` takes two seconds.',
  },
  {
    id: 'NLB-TM-02',
    statement: 'From registration to `healthy` it takes minutes, whatever the health check says.',
    values:
      '90–180 s (LBC#1834, 2021) · ≈ 120 s until the first check (https://github.com/awsdocs/elb-network-load-balancers-user-guide/pull/11) · 3–5 min (AWS Support, 2023, quoted in LBC#1834) · 4–5 min (LBC#1786, https://github.com/commitdev/zero/issues/201).',
    source: 'the reports named in the values',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: 'Profile `observed`; `documented` takes one second to the first check.',
  },
  {
    id: 'NLB-TM-03',
    statement: 'New flows still reach a deregistered target for about two minutes.',
    values:
      '≥ 2 min regardless of the delay (LBC#2366 measured; LBC#3270; containers-roadmap#470: effective minimum 120 s); AWS Support: 3–5 min.',
    source: 'the reports named in the values',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: 'Profile `observed`; `documented` stops new flows at once.',
  },
  {
    id: 'NLB-TM-04',
    statement: 'New flows still reach a target for 30 to 40 s after the API shows it `unhealthy`.',
    values: '30–40 s (containers-roadmap#470).',
    source: 'the reports named in the values',
    confidence: 'observed',
    live: 'Y',
    emulation: 'emulated',
    note: 'Profile `observed`; `documented` stops new flows at once.',
  },
  {
    id: 'NLB-TM-05',
    statement: 'A failing server turns `unhealthy` after UnhealthyThresholdCount times the interval.',
    values:
      'UnhealthyThreshold × interval: default 2 × 30 = 60 s (+ up to one interval and 10 s time-out); fastest 2 × 5 s.',
    source: 'calculated from the defaults',
    confidence: 'documented',
    live: 'Y',
    emulation: 'emulated',
    note: undefined,
  },
  {
    id: 'NLB-TM-06',
    statement:
      'After a listener is pointed at another target group the old one still gets traffic for about 75 s.',
    values: 'old TG still gets traffic ≈ 75 s (containers-roadmap#470).',
    source: 'the reports named in the values',
    confidence: 'observed',
    live: 'Y',
    emulation: 'gap',
    note: 'Flows follow the listener at once.',
  },
  {
    id: 'NLB-TM-07',
    statement:
      'Removing a zone takes up to 3 minutes, and the interfaces of a deleted load balancer linger for half a minute.',
    values: undefined,
    source: 'DOC(availability-zones); MOTO (aws_verified tests sleep)',
    confidence: 'documented',
    live: 'Y',
    emulation: 'partial',
    note: 'The DNS time to live is; in the `observed` profile interfaces linger for 30 s and hold back the deletion of their subnet and security groups. Zones go at once.',
  },
  {
    id: 'NLB-TM-08',
    statement: 'Practitioners pause 180–270 s before stopping a target.',
    values: undefined,
    source: 'LBC#2131; https://github.com/kubernetes/ingress-nginx/issues/11891',
    confidence: 'observed',
    live: 'N',
    emulation: 'gap',
    note: 'Advice to users: nothing to emulate.',
  },
] as const satisfies readonly Rule[];
