import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DEFAULT_CONTROL_PORT, generateUserData } from '../../harness/index.ts';
import type { Template } from './template.ts';

const run = promisify(execFile);
const APP_FOLDER = fileURLToPath(new URL('../../fixtures/cdk/', import.meta.url));
const SERVICE_PORT = 8080;
const INSTALL_TIMEOUT_MS = 240_000;
const SYNTH_TIMEOUT_MS = 120_000;

/** A copy of the CDK app in a temporary folder, where it has its dependencies. */
export class CdkProject implements Disposable {
  readonly #folder: string;
  readonly #processes = new AbortController();
  readonly #remove = () => {
    this.#processes.abort();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  };

  private constructor(folder: string) {
    this.#folder = folder;
    // Also when the process is told to end.
    process.once('exit', this.#remove);
  }

  /** Makes the folder, and installs from npm what the app's package.json asks for. */
  static async install(): Promise<CdkProject> {
    const folder = await mkdtemp(join(tmpdir(), 'nlb-harness-cdk-'));
    const project = new CdkProject(folder);
    try {
      await cp(APP_FOLDER, folder, { recursive: true });
      // `npm run` puts its own settings into the environment; --prefix comes before them.
      await run('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
        ...project.#processOptions(INSTALL_TIMEOUT_MS),
        shell: process.platform === 'win32',
      });
      return project;
    } catch (error) {
      project[Symbol.dispose]();
      throw error;
    }
  }

  /** Runs the app, with the feature flags that `cdk init` gives to a new project. */
  async synthesise(): Promise<{ readonly stackName: string; readonly template: Template }> {
    for (const name of ['target-a', 'target-b'])
      await writeFile(join(this.#folder, `${name}.sh`), targetUserData(name));
    const flags = join(this.#folder, 'node_modules/aws-cdk-lib/recommended-feature-flags.json');
    const output = join(this.#folder, 'cdk.out');
    await run(process.execPath, ['udp-nlb-stack.mjs'], {
      ...this.#processOptions(SYNTH_TIMEOUT_MS),
      env: { ...process.env, CDK_CONTEXT_JSON: await readFile(flags, 'utf8'), CDK_OUTDIR: output },
    });
    const [file, another] = (await readdir(output)).filter((name) => name.endsWith('.template.json'));
    if (file === undefined || another !== undefined)
      throw new Error('The app is to synthesise exactly one template');
    const template = JSON.parse(await readFile(join(output, file), 'utf8')) as Template;
    return { stackName: file.replace('.template.json', ''), template };
  }

  /** Ends what still runs in the folder, and removes it; idempotent. */
  [Symbol.dispose](): void {
    process.off('exit', this.#remove);
    this.#remove();
  }

  #processOptions(timeout: number) {
    const { signal } = this.#processes;
    return { cwd: this.#folder, timeout, signal, killSignal: 'SIGKILL' } as const;
  }
}

function targetUserData(name: string): string {
  const health = { protocol: 'TCP', port: SERVICE_PORT, tls: undefined } as const;
  return generateUserData({ name, udpPort: SERVICE_PORT, health, controlPort: DEFAULT_CONTROL_PORT });
}
