/**
 * How long things take that the API does not let anybody set.
 *
 * `documented` takes the least that AWS's text allows, so that scenarios are quick; `observed` takes what users
 * measured (rules NLB-TM-01 to NLB-TM-07).
 */
export interface Timings {
  readonly profile: 'documented' | 'observed';
  /** CreateLoadBalancer to state `active` (NLB-TM-01). */
  readonly provisioningMs: number;
  /** RegisterTargets to the first health check (NLB-TM-02). */
  readonly registrationMs: number;
  /** RunInstances to state `running`, StopInstances to `stopped`. */
  readonly instanceTransitionMs: number;
  /** State `unhealthy` in the API to the last new flow on that target (NLB-TM-04). */
  readonly unhealthyPropagationMs: number;
  /** Least time that a deregistered target still gets traffic, whatever its delay (NLB-TM-03). */
  readonly deregistrationFloorMs: number;
  /** A load balancer's end to that of its interfaces, which hold back subnets and groups (NLB-TM-07). */
  readonly interfaceLingerMs: number;
}

export const TIMINGS = {
  documented: {
    profile: 'documented',
    provisioningMs: 2_000,
    registrationMs: 1_000,
    instanceTransitionMs: 1_000,
    unhealthyPropagationMs: 0,
    deregistrationFloorMs: 0,
    interfaceLingerMs: 0,
  },
  observed: {
    profile: 'observed',
    provisioningMs: 180_000,
    registrationMs: 120_000,
    instanceTransitionMs: 30_000,
    unhealthyPropagationMs: 35_000,
    deregistrationFloorMs: 120_000,
    interfaceLingerMs: 30_000,
  },
} as const satisfies Record<Timings['profile'], Timings>;
