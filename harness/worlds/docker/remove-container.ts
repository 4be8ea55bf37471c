import type Docker from 'dockerode';
import { waitForContainer } from './wait-for-container.ts';

/** Kills and removes a container, and resolves when it is gone. One that is gone already is as good as removed. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    // Somebody else is about to remove it: the engine itself, for one that ended.
    if (statusCode === 409) await waitForContainer(container, 'removed').catch(ignoreMissing);
    else ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 404) throw error;
}
