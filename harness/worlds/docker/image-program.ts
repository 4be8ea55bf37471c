import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import type { ProgramConfig } from '../../targets/agent-config.ts';
import { closing } from '../loopback/process-group.ts';
import type { ProgramEnd, RunningProgram } from '../running-program.ts';
import { ROLE_LABEL, WORLD_LABEL } from './labels.ts';
import { ownedByThisProcess } from './owner.ts';
import { removeContainer } from './remove-container.ts';
import type { ContainerGround } from './station-container.ts';
import { waitForContainer } from './wait-for-container.ts';

export interface ImageProgramSpec extends Pick<ProgramConfig, 'command' | 'environment'> {
  readonly image: string;
  /** The container whose network it shares. */
  readonly hostContainerId: string;
}

/**
 * Starts a container of a user's own image in the network of a host. It needs no rights there: address, routes and
 * filters are the host's.
 *
 * @throws HarnessError HARNESS_IMAGE_MISSING, HARNESS_CONTAINER_START_FAILED
 */
export async function startImageProgram(
  { engine: { docker }, worldId }: ContainerGround,
  { image, command, environment, hostContainerId }: ImageProgramSpec,
): Promise<RunningProgram> {
  const name = `nlb-harness-${worldId}-program-${randomBytes(6).toString('hex')}`;
  const { GenericContainer } = await import('testcontainers');
  const description = new GenericContainer(image)
    .withName(name)
    .withNetworkMode(`container:${hostContainerId}`)
    .withEnvironment({ ...environment })
    .withLabels({ ...ownedByThisProcess(), [WORLD_LABEL]: worldId, [ROLE_LABEL]: 'program' });
  if (command) description.withCommand([...command]);
  try {
    const started = await description.start();
    return await programOf(docker.getContainer(started.getId()));
  } catch (cause) {
    // One that was made and cannot be started is there still.
    await removeContainer(docker.getContainer(name)).catch(() => undefined);
    throw startFailure(image, cause as Error);
  }
}

async function programOf(container: Docker.Container): Promise<RunningProgram> {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  // Nothing reads what is written to it, as nothing would in the background of an instance.
  stdin.resume();
  const log = await container.logs({ follow: true, stdout: true, stderr: true });
  container.modem.demuxStream(log, stdout, stderr);
  const exited = endOf(container);
  const logged = closing(log as NodeJS.ReadStream).then(() => {
    stdout.end();
    stderr.end();
  });
  void exited.then(() => stdin.destroy());
  const closed = Promise.all([exited, logged]).then(() => removeContainer(container));
  // Whoever waits for the end waits for this; until then it is nobody's.
  closed.catch(() => undefined);
  return {
    stdin,
    stdout,
    stderr,
    exited,
    closed,
    signal: (name) => {
      // One that has ended gets no signals any more.
      container.kill({ signal: name }).catch(() => undefined);
    },
  };
}

/** A container that others remove while it runs has ended, too, and so has one whose engine goes. */
async function endOf(container: Docker.Container): Promise<ProgramEnd> {
  try {
    return { status: await waitForContainer(container, 'not-running'), signal: null };
  } catch {
    return { status: null, signal: 'SIGKILL' };
  }
}

/** What the engine says of an image that it has and whose program it cannot run. */
const NOT_RUN = /executable file not found|OCI runtime/i;
const NOT_PULLED = /no such image|pull access denied|not found|failed to pull|dial tcp|lookup/i;

function startFailure(image: string, cause: Error): HarnessError {
  if (NOT_PULLED.test(cause.message) && !NOT_RUN.test(cause.message))
    return new HarnessError(
      'HARNESS_IMAGE_MISSING',
      `The engine has no image ${image} and cannot pull it: ${cause.message}`,
      'Look at its name, or build or pull it first',
      { cause },
    );
  return new HarnessError(
    'HARNESS_CONTAINER_START_FAILED',
    `A container of ${image} did not start: ${cause.message}`,
    'Look at what the engine said, and try the image with docker run',
    { cause },
  );
}
