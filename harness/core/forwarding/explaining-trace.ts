import { formatEndpoint, type TransportProtocol } from '../network/endpoint.ts';
import { DROP_REASONS, type DropReason } from './drop-reason.ts';
import type { ExplanationStep } from './explain.ts';
import type { Flow } from './flow.ts';
import type { FlowStanding } from './flow-standing.ts';
import type { IndexedListener } from './route-index.ts';
import type { TargetGroupRoute, TargetRoute } from './routes.ts';
import type { Trace } from './trace.ts';

const STANDING_STEPS: Record<FlowStanding['because'], readonly [rule: string, text: string]> = {
  candidate: ['NLB-RT-01', 'its target takes new flows too: the flow stays'],
  keeper: ['NLB-RT-08', 'its target takes no new flows but may keep the ones it has: the flow stays'],
  'target-not-allowed': [
    'NLB-RT-06',
    'its target is unhealthy, deregistered or out of reach now: the flow moves with this datagram',
  ],
  'target-group-weight-zero': [
    'NLB-LI-11',
    'its target group has weight 0: the flow moves with this datagram',
  ],
  'target-group-replaced': [
    'NLB-LI-18',
    'the listener forwards to other target groups now: the old flow stays until it is idle',
  ],
};

const DROP_RULES: Partial<Record<DropReason, string>> = {
  'no-listener': 'NLB-LI-20',
  'load-balancer-not-active': 'NLB-LB-09',
  'security-group-inbound': 'NLB-SG-05',
  'security-group-outbound': 'NLB-SG-06',
  'target-security-group': 'NLB-SG-08',
  'no-registered-target': 'NLB-RT-27',
  'no-forwarding-target-group': 'NLB-LI-11',
  hairpin: 'NLB-RT-25',
};

/** Writes a decision's steps down as sentences for people. */
export class ExplainingTrace implements Trace {
  readonly #steps: ExplanationStep[];
  /** What is being explained. */
  readonly #subject: 'datagram' | 'connection';

  constructor(steps: ExplanationStep[], protocol: TransportProtocol) {
    this.#steps = steps;
    this.#subject = protocol === 'tcp' ? 'connection' : 'datagram';
  }

  arrived({ node, listener }: IndexedListener): void {
    this.#say(
      undefined,
      `the ${listener.protocol} listener on port ${listener.port} takes it at ${node.address}, ` +
        `the load balancer's node in ${node.availabilityZone}`,
    );
  }

  foundNoFlow(over: Flow | undefined): void {
    if (over) this.#say('NLB-RT-02', `flow ${over.id} is over: the ${this.#subject} opens a new one`);
    else this.#say('NLB-RT-01', `no flow has this five-tuple: the ${this.#subject} opens one`);
  }

  judgedFlow(flow: Flow, { because }: FlowStanding): void {
    const [rule, text] = STANDING_STEPS[because];
    this.#say(
      'NLB-RT-01',
      `it belongs to flow ${flow.id} on ${flow.target.id} at ${formatEndpoint(flow.target)}`,
    );
    this.#say(rule, text);
  }

  admittedClient({ node }: IndexedListener): void {
    if (node.securityGroups)
      this.#say('NLB-SG-05', "an inbound rule of the load balancer's security groups admits the client");
    else
      this.#say(
        'NLB-SG-08',
        'the load balancer has no security groups: every client may reach its listeners',
      );
  }

  selectedTargetGroup({ listener }: IndexedListener, { targetGroupArn, weight }: TargetGroupRoute): void {
    if (listener.targetGroups.length === 1)
      this.#say(undefined, `the listener forwards to ${targetGroupArn}`);
    else if (listener.targetGroupStickiness)
      this.#say(
        'NLB-RT-28',
        `by the client's address, the target group is ${targetGroupArn} (weight ${weight})`,
      );
    else this.#say('NLB-LI-11', `by weight, the target group is ${targetGroupArn} (weight ${weight})`);
  }

  selectedTarget({ candidates, failOpen, sourceIpStickiness }: TargetGroupRoute, target: TargetRoute): void {
    if (failOpen)
      this.#say('NLB-RT-12', 'too few targets are healthy: the group fails open, and every target is used');
    const among = candidates.length === 1 ? 'the only target' : `one of ${candidates.length} targets`;
    const [rule, by] = sourceIpStickiness
      ? (['NLB-RT-19', "the client's address alone (stickiness)"] as const)
      : (['NLB-RT-21', 'the five-tuple'] as const);
    this.#say(rule, `the hash of ${by} selects ${target.id} at ${formatEndpoint(target)}, ${among}`);
  }

  admittedToTarget({ node }: IndexedListener, { inbound }: TargetRoute): void {
    if (node.securityGroups)
      this.#say('NLB-SG-06', "an outbound rule of the load balancer's security groups admits the target");
    if (inbound)
      this.#say('NLB-SG-08', `an inbound rule of the target's security groups admits the ${this.#subject}`);
  }

  dropped(reason: DropReason): void {
    this.#say(DROP_RULES[reason], `the ${this.#subject} is dropped: ${DROP_REASONS[reason]}`);
  }

  #say(rule: string | undefined, text: string): void {
    this.#steps.push({ rule, text });
  }
}
