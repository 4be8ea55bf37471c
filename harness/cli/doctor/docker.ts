import { request } from 'node:http';
import { connectionOptions } from './docker-host.ts';
import { type Finding, readiness, type WorldReadiness } from './finding.ts';

/** An engine that takes longer than this to say that it is there is not one to run tests on. */
const PATIENCE_MS = 3_000;

/** Whether a Docker engine answers. */
export async function examineDocker(): Promise<WorldReadiness> {
  return readiness('docker', false, [await dockerEngine()]);
}

async function dockerEngine(): Promise<Finding> {
  const remedy = 'Start a Docker engine, or set DOCKER_HOST to one';
  const { options, place } = connectionOptions(process.env.DOCKER_HOST, process.platform);
  if (!options) return { what: 'Docker engine', ok: false, found: `${place} was not asked`, remedy };
  const problem = await new Promise<string | undefined>((resolve) => {
    const ping = request({ ...options, path: '/_ping', timeout: PATIENCE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `answers ${response.statusCode}`);
    });
    ping.once('timeout', () => ping.destroy(new Error('no answer')));
    ping.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    ping.end();
  });
  return {
    what: 'Docker engine',
    ok: problem === undefined,
    found: problem ? `${place}: ${problem}` : `answers at ${place}`,
    remedy: problem && remedy,
  };
}
