import type { NodeCommand, NodeEvent } from './protocol.ts';

/** The harness's end of its connection to a node that is starting or running. */
export interface NodeTransport {
  post(command: NodeCommand): void;
  /** Takes the one listener of all events; those that came before are kept for it. */
  onEvent(listener: (event: NodeEvent) => void): void;
  /** Resolves with the cause when the node has ended without having been closed. */
  readonly lost: Promise<Error>;
  /** Ends the node if it still runs. Idempotent. */
  close(): Promise<void>;
}
