import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Finding, readiness, type WorldReadiness } from './finding.ts';

/** Whether there are AWS credentials at all. Nothing is read out of them, and nobody is contacted. */
export async function examineLive(): Promise<WorldReadiness> {
  return readiness('live', false, [await credentials(process.env)]);
}

async function credentials(environment: NodeJS.ProcessEnv): Promise<Finding> {
  const source = credentialsInEnvironment(environment) ?? (await credentialsInFiles(environment));
  return {
    what: 'AWS credentials',
    ok: source !== undefined,
    found: source ?? 'none',
    remedy: source ? undefined : 'Run aws configure, or set AWS_PROFILE',
  };
}

function credentialsInEnvironment(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.AWS_ACCESS_KEY_ID && environment.AWS_SECRET_ACCESS_KEY) return 'in the environment';
  if (environment.AWS_WEB_IDENTITY_TOKEN_FILE && environment.AWS_ROLE_ARN) return 'by web identity';
  const ofContainer =
    environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  return ofContainer ? 'from the container service' : undefined;
}

async function credentialsInFiles(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const files = [
    environment.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'),
    environment.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'),
  ];
  const present = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return present.includes(true) ? "in the AWS tools' files" : undefined;
}
