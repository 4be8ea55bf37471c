/**
 * One rule of the real NLB, and what this harness makes of it.
 *
 * In `source`: DOC(page) is a page of the NLB User Guide; API(Shape) the ELBv2 service model; PF(rule) a message
 * of a refused deployment as github.com/badmintoncryer/cdk-preflight records it; RD a live answer that
 * github.com/go-to-k/cdk-real-drift recorded; MOTO the tests of github.com/getmoto/moto; LBC, CAPA, TFP and TF
 * with a number are issues of the AWS Load Balancer Controller, the Cluster API provider for AWS, Terraform's
 * AWS provider and Terraform.
 */
export interface Rule {
  readonly id: `NLB-${RuleArea}-${string}`;
  /** The rule in one sentence. */
  readonly statement: string;
  /** Numbers, error codes and texts; `code?` marks an error code that no source gives. */
  readonly values: string | undefined;
  readonly source: string;
  /** AWS says so now; users or recorded answers show it; or inferred, weakly sourced, contradicted. */
  readonly confidence: 'documented' | 'observed' | 'unsure';
  /** Whether it can be checked on AWS from outside with the API and UDP alone: yes, partly, no. */
  readonly live: 'Y' | 'P' | 'N';
  readonly emulation: 'emulated' | 'partial' | 'gap';
  /** What was chosen where sources disagree or are silent, or what is missing. */
  readonly note: string | undefined;
}

/** What a rule is about; the second part of its id. */
export const RULE_AREAS = {
  LB: 'Load balancers',
  LI: 'Listeners',
  TG: 'Target groups',
  TA: 'Targets and their health',
  RT: 'Routing of UDP',
  TC: 'TCP connections',
  HC: 'Health checks',
  SG: 'Security groups',
  CW: 'CloudWatch metrics',
  OT: 'Other load balancers and QUIC',
  TM: 'Timings',
} as const;

export type RuleArea = keyof typeof RULE_AREAS;
