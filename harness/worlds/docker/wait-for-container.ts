import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';

/** What is waited for. A container that is not running any more may still be there. */
export type ContainerCondition = 'not-running' | 'removed';

/**
 * Resolves with the container's status when it has come to that; rejects when the engine answers otherwise, or goes, or
 * when the signal aborts.
 * The client's own `wait` never returns when the connection ends in the middle of the answer.
 */
export async function waitForContainer(
  { id, modem }: Docker.Container,
  condition: ContainerCondition,
  signal?: AbortSignal,
): Promise<number> {
  const answer = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    modem.dial(
      {
        path: `/containers/${id}/wait?condition=${condition}`,
        method: 'POST',
        isStream: true,
        ...(signal && { abortSignal: signal }),
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
      },
      (error: Error | null, stream: unknown) =>
        error ? reject(error) : resolve(stream as NodeJS.ReadableStream),
    ),
  );
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => {
    text += part;
  });
  await finished(answer);
  return (JSON.parse(text) as { readonly StatusCode: number }).StatusCode;
}
