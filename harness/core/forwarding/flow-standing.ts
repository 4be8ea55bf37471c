import { formatEndpoint } from '../network/endpoint.ts';
import type { Flow } from './flow.ts';
import type { IndexedListener } from './route-index.ts';

/** Whether an existing flow may stay on its target, and by which of the rules. */
export interface FlowStanding {
  readonly stays: boolean;
  readonly because:
    | 'candidate'
    | 'keeper'
    | 'target-not-allowed'
    | 'target-group-weight-zero'
    | 'target-group-replaced';
}

/** Looks at the routes of today for a flow of yesterday. */
export function mayStay(flow: Flow, { targetGroups }: IndexedListener): FlowStanding {
  const targetGroup = targetGroups.get(flow.targetGroupArn);
  // The listener forwards elsewhere now: old flows live on until they are idle (NLB-LI-18, unsure for UDP).
  if (!targetGroup) return { stays: true, because: 'target-group-replaced' };
  // AWS closes them "after a short time"; here it is the next datagram (NLB-LI-11).
  if (targetGroup.route.weight === 0) return { stays: false, because: 'target-group-weight-zero' };
  const standing = targetGroup.standings.get(formatEndpoint(flow.target));
  return standing ? { stays: true, because: standing } : { stays: false, because: 'target-not-allowed' };
}
