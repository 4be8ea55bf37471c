/**
 * nlb-harness/testcontainers: what testcontainers lacks for UDP. Its own wait strategies pass over UDP ports, because
 * nothing can be seen of them from outside without a word to say and an answer to expect.
 */
import '../supported-node.ts';

export { type ForAnswerOptions, UdpWait } from './udp-wait.ts';
export type { UdpWaitStrategy } from './udp-wait-strategy.ts';
