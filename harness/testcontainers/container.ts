import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { WaitStrategy } from 'testcontainers';

/** The container that testcontainers hands to a wait strategy. */
export type Container = Parameters<WaitStrategy['waitUntilReady']>[0];

const SHOWN_LINES = 20;

/** Resolves when the container has ended, to how: `ended with status 1`. Rejects when the signal aborts. */
export async function containerExit(container: Container, signal: AbortSignal): Promise<string> {
  try {
    const { StatusCode } = await container.wait({ abortSignal: signal });
    return `ended with status ${StatusCode}`;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return 'has been removed';
  }
}

/** What the container wrote last, on both of its outputs, for a message. */
export async function lastWords(container: Container): Promise<string> {
  try {
    const logs = await container.logs({ stdout: true, stderr: true, tail: SHOWN_LINES, follow: false });
    const { Config } = await container.inspect();
    const written = (Config.Tty ? String(logs) : await demultiplexed(container, logs)).trimEnd();
    return written === '' ? 'It wrote nothing' : `It wrote last:\n${written.replaceAll(/^/gm, '    ')}\n`;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return 'What it wrote is gone with it';
  }
}

/** Without a terminal the engine sends both outputs in one stream, in frames. */
async function demultiplexed(container: Container, logs: Buffer): Promise<string> {
  const plain = new PassThrough();
  const frames = Readable.from([logs]);
  container.modem.demuxStream(frames, plain, plain);
  frames.once('end', () => plain.end());
  return text(plain);
}

/** Such as a container that is removed by itself when it ends. */
function isMissing(error: unknown): boolean {
  return (error as { readonly statusCode?: number }).statusCode === 404;
}
