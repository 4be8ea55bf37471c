import type { Endpoint } from '../core/network/endpoint.ts';

/** What became of a datagram. Endpoints are emulated ones; instants are on the harness Clock. */
export interface DatagramResult {
  readonly sequence: number;
  readonly sentAt: number;
  readonly sentBytes: number;
  /** Where it was sent. */
  readonly to: Endpoint;
  /** Name of the target that replied; undefined without reply, or when it is another service than the agent. */
  readonly servedBy: string | undefined;
  /** The client as that target saw it. */
  readonly seenSource: Endpoint | undefined;
  /** Whether the target received exactly the bytes that were sent; undefined where it does not tell. */
  readonly intact: boolean | undefined;
  /** Who the reply came from. */
  readonly from: Endpoint | undefined;
  /** Sending to reply, in real milliseconds. */
  readonly latencyMs: number | undefined;
  /** The reply; undefined when none came. */
  readonly payload: Uint8Array | undefined;
  /** No reply came within the time-out. */
  readonly lost: boolean;
  /** A reply came after the time-out, before this result was handed over: lost and late. */
  readonly late: boolean;
  /** Replies after the first one, until this result was handed over. */
  readonly duplicates: number;
  /** Place of the reply among all replies on the flow, from 0; undefined when none came. */
  readonly arrival: number | undefined;
}
