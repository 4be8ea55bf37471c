import type { Timings } from '../timings.ts';
import type { RuleId } from './rules.ts';

/** What a timing of {@link Timings} is, and which rule it follows. */
export interface TimingSource {
  readonly what: string;
  /** Undefined where no rule of the NLB is about it. */
  readonly rule: RuleId | undefined;
}

/** Every timing, so that none can be added without its rule. */
export const TIMING_SOURCES: Readonly<Record<Exclude<keyof Timings, 'profile'>, TimingSource>> = {
  provisioningMs: { what: 'CreateLoadBalancer to state `active`', rule: 'NLB-TM-01' },
  registrationMs: { what: 'RegisterTargets to the first health check', rule: 'NLB-TM-02' },
  instanceTransitionMs: { what: 'An EC2 instance to `running` or `stopped`', rule: undefined },
  unhealthyPropagationMs: {
    what: 'State `unhealthy` to the last new flow on that target',
    rule: 'NLB-TM-04',
  },
  deregistrationFloorMs: {
    what: 'DeregisterTargets to the end of traffic, whatever the delay',
    rule: 'NLB-TM-03',
  },
  interfaceLingerMs: {
    what: 'DeleteLoadBalancer to the end of its network interfaces',
    rule: 'NLB-TM-07',
  },
};
