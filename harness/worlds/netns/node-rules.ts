import { NODE_MARK } from './addresses.ts';

/**
 * What nft does for the node: packets to a flow's socket, which is bound to a client's address, stay in the
 * router, although the way to that address leads out of it. What the node sends and receives is not tracked, so
 * that only direct traffic between hosts counts as established. What a machine says to itself is left alone: in a
 * container its engine answers DNS there, by rules that need the tracking.
 */
export const NODE_RULES = `table ip node {
  chain prerouting {
    type filter hook prerouting priority raw; policy accept;
    ip daddr 127.0.0.0/8 accept
    socket transparent 1 meta mark set ${NODE_MARK} notrack
    fib daddr type local notrack
  }
  chain output {
    type filter hook output priority raw; policy accept;
    ip daddr 127.0.0.0/8 accept
    notrack
  }
}
`;
