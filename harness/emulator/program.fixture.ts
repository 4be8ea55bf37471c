import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a program is there; the reason where it is not, for the report. */
export async function lacks(program: string, ...probe: string[]): Promise<string | undefined> {
  try {
    await run(program, probe);
    return undefined;
  } catch {
    return `${[program, ...probe].join(' ')} does not work on this machine`;
  }
}

/** What AWS clients need in their environment to talk to an emulated world. */
export function clientEnvironment({
  endpoint = '',
  region,
}: {
  readonly endpoint?: string | undefined;
  readonly region: string;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** What the scripts of fixtures/clients said with `facts.py`, by fact. */
export function readFacts(stdout: string): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { fact: string; [detail: string]: unknown })
      .map(({ fact, ...details }) => [fact, details]),
  );
}
