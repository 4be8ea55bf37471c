import type { NodeCommand, NodeEvent } from './protocol.ts';

/** The node's end of its connection to the harness. */
export interface NodePort {
  send(event: NodeEvent): void;
  onCommand(listener: (command: NodeCommand) => void): void;
}
