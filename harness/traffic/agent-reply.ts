import { createHash } from 'node:crypto';

/** What the target agent says in its reply. */
export interface AgentReply {
  /** The name of the target. */
  readonly target: string;
  /** The number that the request started with. */
  readonly sequence: number | undefined;
  /** `address:port` that the target saw, actual. */
  readonly source: string;
  /** Size of the request as it arrived. */
  readonly bytes: number;
  /** {@link shortHash} of the request as it arrived. */
  readonly sha: string | undefined;
}

const decoder = new TextDecoder();

/** Reads a reply of the target agent; undefined for the reply of any other service. */
export function parseAgentReply(payload: Uint8Array): AgentReply | undefined {
  // Cheap, and keeps other services' JSON from being taken for ours.
  if (payload[0] !== 0x7b) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(payload));
  } catch {
    return undefined;
  }
  const { target, sequence, source, bytes, sha } = value as Record<string, unknown>;
  if (typeof target !== 'string' || typeof source !== 'string' || typeof bytes !== 'number') return undefined;
  return {
    target,
    sequence: typeof sequence === 'number' ? sequence : undefined,
    source,
    bytes,
    sha: typeof sha === 'string' ? sha : undefined,
  };
}

/** The hash by which the agent names a payload. */
export function shortHash(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex').slice(0, 16);
}
