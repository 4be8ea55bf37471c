import { dgramLayer } from './dgram-layer.ts';
import { LoadBalancerNode } from './node.ts';
import type { NodeTransport } from './node-transport.ts';
import type { NodeCommand, NodeEvent, NodeSettings } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import type { SocketLayer } from './socket-layer.ts';
import type { StartedNode } from './started-node.ts';

/** A load-balancer node in this thread; what goes between is cloned, as it is between threads. */
export function startInProcessNode(
  settings: NodeSettings,
  layer: SocketLayer = dgramLayer,
): Promise<StartedNode> {
  let toNode: (command: NodeCommand) => void = () => expectConnected();
  let toHarness: (event: NodeEvent) => void = () => expectConnected();
  const transport: NodeTransport = {
    post: (command) => toNode(structuredClone(command)),
    onEvent: (listener) => {
      toHarness = listener;
    },
    lost: new Promise(() => undefined),
    close: async () => undefined,
  };
  const started = startRemoteNode(transport, settings);
  new LoadBalancerNode(
    {
      send: (event) => toHarness(structuredClone(event)),
      onCommand: (listener) => {
        toNode = listener;
      },
    },
    layer,
  );
  return started;
}

function expectConnected(): never {
  throw new Error('the ends of the transport are not connected yet');
}
