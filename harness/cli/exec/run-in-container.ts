import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { engineAddress, engineClient, HarnessError } from '../../index.ts';
import { exitStatus } from './exit-status.ts';
import { makeTerminalRaw } from './raw-terminal.ts';

/** Meant for the program. From a terminal that is the program's own they come as characters, and not to us. */
const PASSED_ON = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const;

/** Says which process it is, and becomes the program: an engine passes no signals on to it. */
const WITH_PID = 'echo $$ > "$1" && shift && exec "$@"';

/** The same with a terminal as large as ours from its first moment: older engines resize only what runs. */
const WITH_SIZE = 'stty rows "$1" columns "$2" 2>/dev/null; shift 2; exec "$@"';

/**
 * Runs a program in a container, with this process's own streams; at a terminal, with a terminal of its own there.
 * Returns its exit status.
 *
 * @throws HarnessError HARNESS_CONTAINER_LOST where the engine does not have the container or it does not run,
 * HARNESS_DOCKER_UNAVAILABLE where the engine does not answer
 */
export async function runInContainer(id: string, program: readonly string[]): Promise<number> {
  const container = (await engineClient()).getContainer(id);
  const isTerminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const pidFile = `/tmp/.nlb-harness-exec-${randomUUID()}`;
  const sized = isTerminal ? inTerminalOfOurSize(program) : program;
  const command = ['/bin/sh', '-c', WITH_PID, 'sh', pidFile, ...sized];
  const { exec, stream } = await start(container, command, isTerminal);
  using leave = new DisposableStack();
  for (const signal of PASSED_ON) {
    const passOn = () => void sendSignal(container, pidFile, signal).catch(() => undefined);
    process.on(signal, passOn);
    leave.defer(() => process.off(signal, passOn));
  }
  connectInput(stream, isTerminal, leave);
  if (isTerminal) followSize(exec, leave);
  await copyOutput(container, stream, isTerminal);
  const { ExitCode } = await exec.inspect();
  // With the container the file has gone, too.
  await runDetached(container, ['rm', '-f', pidFile]).catch(() => undefined);
  // Null where the container went, and the program with it.
  return ExitCode ?? exitStatus(null, 'SIGKILL');
}

async function start(
  container: Docker.Container,
  command: string[],
  isTerminal: boolean,
): Promise<{ exec: Docker.Exec; stream: Duplex }> {
  const { TERM } = process.env;
  try {
    const exec = await container.exec({
      Cmd: command,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: isTerminal,
      ...(isTerminal && TERM !== undefined && { Env: [`TERM=${TERM}`] }),
    });
    return { exec, stream: await exec.start({ hijack: true, stdin: true, Tty: isTerminal }) };
  } catch (cause) {
    throw refusal(cause);
  }
}

function refusal(cause: unknown): HarnessError {
  const { statusCode, message } = cause as Error & { statusCode?: number };
  const { url } = engineAddress();
  const said = message.trim();
  if (statusCode === 404)
    return new HarnessError(
      'HARNESS_CONTAINER_LOST',
      `The engine at ${url} does not have the host's container: ${said}`,
      'If the served world has told of its end, run another instance; else set DOCKER_HOST as it is where the world is served',
      { cause },
    );
  // It is paused, or is just ending.
  if (statusCode === 409)
    return new HarnessError(
      'HARNESS_CONTAINER_LOST',
      `The host's container takes no commands: ${said}`,
      "Look at it with 'docker ps --all'; where it is paused, 'docker unpause' lets it go on",
      { cause },
    );
  return new HarnessError(
    'HARNESS_DOCKER_UNAVAILABLE',
    `The engine at ${url} cannot run a command in the host's container: ${said}`,
    'Set DOCKER_HOST as it is where the world is served',
    { cause },
  );
}

function inTerminalOfOurSize(program: readonly string[]): string[] {
  const { rows, columns } = process.stdout;
  return ['/bin/sh', '-c', WITH_SIZE, 'sh', String(rows), String(columns), ...program];
}

function connectInput(stream: Duplex, isTerminal: boolean, leave: DisposableStack): void {
  const { stdin } = process;
  if (isTerminal) leave.use(makeTerminalRaw());
  // A program that ends before its input does is no fault.
  stream.on('error', () => undefined);
  stdin.pipe(stream);
  leave.defer(() => {
    stdin.unpipe(stream);
    // Else input that nobody ends, and our half of the connection with it, would keep us.
    stdin.destroy();
    stream.destroy();
  });
}

function followSize(exec: Docker.Exec, leave: DisposableStack): void {
  const { stdout } = process;
  // A program that has ended has no size.
  const resize = () => void exec.resize({ h: stdout.rows, w: stdout.columns }).catch(() => undefined);
  stdout.on('resize', resize);
  leave.defer(() => stdout.off('resize', resize));
}

/** Resolves when the program has said everything. */
function copyOutput(container: Docker.Container, stream: Duplex, isTerminal: boolean): Promise<void> {
  if (isTerminal) stream.pipe(process.stdout, { end: false });
  else container.modem.demuxStream(stream, process.stdout, process.stderr);
  return new Promise((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
}

function sendSignal(container: Docker.Container, pidFile: string, signal: string): Promise<void> {
  const script = 'kill -s "$1" "$(cat "$0")"';
  return runDetached(container, ['/bin/sh', '-c', script, pidFile, signal.slice('SIG'.length)]);
}

/** Runs a program of which nobody hears more. */
async function runDetached(container: Docker.Container, program: string[]): Promise<void> {
  const exec = await container.exec({ Cmd: program });
  const answer = await exec.start({ Detach: true });
  // An answer that nobody reads holds its connection.
  answer.resume();
}
