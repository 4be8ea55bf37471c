import type Docker from 'dockerode';

/** An engine that takes longer than this, in real time, to say what became of a container has gone itself. */
const PATIENCE_MS = 2_000;

/** That of a process that was ended by SIGKILL. */
const KILLED = 137;

/** Why there is no way to a container any more, as far as the engine knows; for people. */
export async function describeLoss(container: Docker.Container): Promise<string> {
  try {
    const { State } = await container.inspect({ abortSignal: AbortSignal.timeout(PATIENCE_MS) });
    if (State.OOMKilled) return 'the system ran out of memory';
    if (State.Running) return 'it runs, but the connection to it has ended';
    return State.ExitCode === KILLED ? 'it was killed' : `it ended with status ${State.ExitCode}`;
  } catch (error) {
    const { statusCode, message } = error as Error & { readonly statusCode?: number };
    if (statusCode === 404) return 'it was killed or removed';
    return `the Docker engine does not answer any more (${message.trim()})`;
  }
}
