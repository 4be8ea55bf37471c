import type { DropReason } from './drop-reason.ts';
import type { Flow } from './flow.ts';
import type { TargetRoute } from './routes.ts';

/** What becomes of a client's datagram. */
export type Verdict = ForwardVerdict | DropVerdict;

export interface ForwardVerdict {
  readonly kind: 'forward';
  /** Where it goes: `flow.target`. */
  readonly flow: Flow;
  /** Whether this datagram opened the flow. */
  readonly opened: boolean;
  /** The target that the flow was on until now, if this datagram moved it. */
  readonly movedFrom: TargetRoute | undefined;
  /** Whether it opened or moved the flow while the target group failed open (NLB-RT-12). */
  readonly failedOpen: boolean;
  /** The idle flow with the same five-tuple whose place this one took. */
  readonly expired: Flow | undefined;
}

export interface DropVerdict {
  readonly kind: 'drop';
  readonly reason: DropReason;
}

/** What becomes of a target's datagram on its way back to the client. */
export type ReplyVerdict = { readonly kind: 'forward'; readonly flow: Flow } | DropVerdict;
