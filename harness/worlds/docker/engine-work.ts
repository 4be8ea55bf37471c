import type Docker from 'dockerode';

/** A line of the engine's account of a build or a pull. */
export interface EngineWorkEvent {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
}

/** Resolves when the engine has done its work, and rejects with what it says went wrong: its answer itself is 200. */
export async function followEngineWork(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onEvent: (event: EngineWorkEvent) => void = () => undefined,
): Promise<void> {
  let failure: string | undefined;
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(
      stream,
      (error) => (error ? reject(error) : resolve()),
      (event: EngineWorkEvent) => {
        failure ??= event.error;
        onEvent(event);
      },
    ),
  );
  if (failure !== undefined) throw new Error(failure.trim());
}
