import type { Endpoint } from '../core/network/endpoint.ts';

/** What became of a line that was sent by TCP. Endpoints are emulated ones; instants are on the harness Clock. */
export interface ExchangeResult {
  readonly sequence: number;
  readonly sentAt: number;
  /** Name of the target that answered; undefined without answer, or when it is another service than the agent. */
  readonly servedBy: string | undefined;
  /** The client as that target saw it. */
  readonly seenSource: Endpoint | undefined;
  /** The answer without its end of line; undefined when none came. */
  readonly line: string | undefined;
  /** No answer came within the time-out, or before the connection ended. */
  readonly lost: boolean;
}
