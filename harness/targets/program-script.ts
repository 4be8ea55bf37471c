import { HarnessError } from '../errors.ts';
import type { ProgramConfig } from './agent-config.ts';
import { checkVariableName, quoteForShell } from './shell-quote.ts';

/** The ports that the programs of a host are told of; emulated. */
export interface ProgramPorts {
  readonly udpPort: number | undefined;
  readonly healthPort: number | undefined;
}

/**
 * The shell script that runs one program of a host until it ends: a command in its own place, a container in the
 * network of the host, so that it listens at the host's address.
 *
 * @param name what its files begin with
 * @throws HarnessError HARNESS_ARGUMENT_INVALID for what no shell can run
 */
export function programScript(
  name: string,
  { image, command = [], environment }: ProgramConfig,
  { udpPort, healthPort }: ProgramPorts,
): string {
  if (image === '' || (image === undefined && command.length === 0))
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The ${image === undefined ? 'command' : 'image'} of a target is empty`,
      'Name the program to run first and its arguments after it, or a container image',
    );
  const ports = Object.entries({ UDP_PORT: udpPort, HEALTH_PORT: healthPort });
  const variables = { ...environment, ...Object.fromEntries(ports.filter(([, port]) => port !== undefined)) };
  for (const variable of Object.keys(variables)) checkVariableName(variable);
  const words = command.map(quoteForShell).join(' ');
  return image === undefined
    ? commandScript(words, variables)
    : containerScript(`${name}.cid`, `${quoteForShell(image)} ${words}`, variables);
}

type Variables = Readonly<Record<string, unknown>>;

function commandScript(command: string, variables: Variables): string {
  return `${[
    `export ADDRESS="\${ADDRESS:-0.0.0.0}"`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(String(value))}`),
    `exec ${command}`,
  ].join('\n')}\n`;
}

/** In the foreground: whoever keeps the script running keeps the container running. */
function containerScript(idFile: string, imageAndCommand: string, variables: Variables): string {
  const options = [
    '--rm --init --network host',
    `--cidfile ${idFile}`,
    `--env "ADDRESS=\${ADDRESS:-0.0.0.0}"`,
    ...Object.entries(variables).map(([name, value]) => `--env ${quoteForShell(`${name}=${value}`)}`),
  ];
  return [
    '# One that an earlier run has left would hold the ports.',
    `if [ -e ${idFile} ]; then docker rm --force "$(cat ${idFile})"; rm -f ${idFile}; fi`,
    `exec docker run ${options.join(' ')} ${imageAndCommand}`,
    '',
  ].join('\n');
}
