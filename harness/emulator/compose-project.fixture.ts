import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalProgram } from '../worlds/loopback/local-program.ts';
import { ProgramCommand } from '../worlds/program-command.ts';
import type { HostCommand } from '../worlds/world.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How Compose is called here: version 2 before 1; undefined where there is none. */
export async function composeCommand(): Promise<readonly string[] | undefined> {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [file = '', ...parameters] = command;
    const there = await run(file, [...parameters, 'version']).then(
      () => true,
      () => false,
    );
    if (there) return command;
  }
  return undefined;
}

/** The project of docker-compose.yml, under a name, at addresses, with a port and an image of its own. */
export class ComposeProject implements AsyncDisposable {
  readonly #command: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #image: string;
  readonly #programs: HostCommand[] = [];
  /** The first two numbers of the hosts' addresses. */
  readonly prefix: string;

  private constructor(compose: readonly string[], prefix: string) {
    const name = `nlb-harness-test-${process.pid}`;
    this.prefix = prefix;
    this.#image = `nlb-harness-compose:${name}`;
    this.#command = [...compose, '--project-name', name, '--project-directory', ROOT];
    this.#environment = {
      ...process.env,
      HARNESS_IMAGE: this.#image,
      VPC_PREFIX: prefix,
      ENDPOINT_PORT: '0',
      AWS_REGION: 'ap-northeast-1',
      SPEED: '10',
    };
  }

  /** Builds the image and starts all services. What was started is gone again when that fails. */
  static async up(compose: readonly string[]): Promise<ComposeProject> {
    // By the process, so that two runs on one machine rarely want the same addresses.
    const project = new ComposeProject(compose, `10.${100 + (process.pid % 100)}`);
    try {
      await project.run('up', '--detach');
      return project;
    } catch (error) {
      await project[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a command of Compose to its end. Resolves to what it printed. */
  async run(...parameters: readonly string[]): Promise<string> {
    const [file = '', ...rest] = [...this.#command, ...parameters];
    const { stdout } = await run(file, rest, { cwd: ROOT, env: this.#environment });
    return stdout.trim();
  }

  /** Starts a program in a service, as `docker compose exec` does. */
  exec(service: string, ...program: readonly string[]): Promise<HostCommand> {
    return this.#start([...this.#command, 'exec', '-T', service, ...program]);
  }

  /** What a service says, from the beginning on. */
  async log(service: string): Promise<HostCommand> {
    return this.#start(['docker', 'logs', '--follow', await this.run('ps', '--quiet', service)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop()));
    await this.run('down', '--volumes', '--timeout', '1');
    await run('docker', ['image', 'rm', this.#image]).catch((error: { stderr?: string }) => {
      // Where it could not be built.
      if (!error.stderr?.includes('No such image')) throw error;
    });
  }

  async #start(command: readonly string[]): Promise<HostCommand> {
    const started = await startLocalProgram({
      command,
      environment: this.#environment,
      endsWithInput: false,
    });
    const program = new ProgramCommand(command, started);
    this.#programs.push(program);
    return program;
  }
}
