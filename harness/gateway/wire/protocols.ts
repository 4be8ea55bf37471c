import type { Protocol, WireRequest } from './protocol.ts';
import { queryProtocol } from './query-protocol.ts';
import { cborProtocol, jsonProtocol } from './rpc-protocol.ts';

const PROTOCOLS: readonly Protocol[] = [cborProtocol, jsonProtocol];

/** The protocol that a request is written in: Query, unless it says otherwise of itself. */
export function protocolOf(request: Pick<WireRequest, 'headers'>): Protocol {
  return PROTOCOLS.find((protocol) => protocol.recognises(request)) ?? queryProtocol;
}
