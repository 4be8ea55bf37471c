import { HarnessError } from '../errors.ts';

/** What befalls a world whose LocalStack does not answer. */
export function localStackLost(endpoint: string, cause: unknown): HarnessError {
  return new HarnessError(
    'HARNESS_LOCALSTACK_LOST',
    `LocalStack at ${endpoint} does not answer: ${describe(cause)}`,
    "See whether its container still runs ('docker ps'), and what it said last ('docker logs')",
    { cause },
  );
}

/** A connection that was tried in several ways fails with an error for each, and no text of its own. */
function describe(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(describe).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}
