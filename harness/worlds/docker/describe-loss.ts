import type Docker from 'dockerode';
import { waitForContainer } from './wait-for-container.ts';

/** Real time. An engine takes note of an end in a tenth of a second, and a busy one in some seconds. */
const PATIENCE_MS = 5_000;

/** That of a process that was ended by SIGKILL. */
const KILLED = 137;

/** Why there is no way to a container any more, as far as the engine knows; for people. */
export async function describeLoss(container: Docker.Container): Promise<string> {
  // The streams of a container end before the engine takes note of its end.
  const status = await endOf(container);
  try {
    const { State } = await container.inspect({ abortSignal: AbortSignal.timeout(PATIENCE_MS) });
    if (State.OOMKilled) return 'the system ran out of memory';
    return State.Running ? 'it runs, but the connection to it has ended' : describeEnd(State.ExitCode);
  } catch (error) {
    const { statusCode, message } = error as EngineError;
    if (statusCode !== 404) return `the Docker engine does not answer any more (${message.trim()})`;
    return status === undefined ? 'it was killed or removed' : describeEnd(status);
  }
}

type EngineError = Error & { readonly statusCode?: number };

/** Its exit status; undefined where it does not end, or nobody knows of it any more. */
async function endOf(container: Docker.Container): Promise<number | undefined> {
  try {
    return await waitForContainer(container, 'not-running', AbortSignal.timeout(PATIENCE_MS));
  } catch {
    return undefined;
  }
}

function describeEnd(status: number): string {
  return status === KILLED ? 'it was killed' : `it ended with status ${status}`;
}
