/**
 * moto and nlb-harness side by side: the same boto3 scripts against both, in one run. Writes docs/moto.md.
 *
 *     node bench/moto/compare.ts [VENV]
 *
 * Needs python3 with venv. Without VENV, a virtual environment that has moto and boto3, one is made in a temporary
 * folder.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeMachine } from '../print.ts';
import { comparisonPage, type Subject } from './page.ts';

const run = promisify(execFile);
const HERE = fileURLToPath(new URL('.', import.meta.url));
const CLI = fileURLToPath(new URL('../../harness/cli/bin.mjs', import.meta.url));
const PAGE = new URL('../../docs/moto.md', import.meta.url);
const POLL_MS = 20;

const folder = await mkdtemp(join(tmpdir(), 'nlb-harness-moto-'));
try {
  const bin = join(process.argv[2] ?? (await installMoto()), 'bin');
  const { stdout: version } = await run(join(bin, 'python'), ['-c', 'import moto; print(moto.__version__)']);
  const subjects = [
    await measure(`moto ${version.trim()}`, bin, (port) =>
      spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }),
    ),
    await measure('nlb-harness', bin, (port) =>
      spawn(process.execPath, [CLI, 'serve', '--json', '--port', String(port)], { stdio: 'ignore' }),
    ),
  ] as const;
  const page = comparisonPage(subjects[0], subjects[1], describeMachine());
  await writeFile(PAGE, page);
  console.log(page);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function installMoto(): Promise<string> {
  console.log('Installing moto and boto3 …');
  await run('python3', ['-m', 'venv', folder]);
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', 'moto[server,ec2,elbv2]', 'boto3']);
  return folder;
}

async function measure(name: string, bin: string, start: (port: number) => ChildProcess): Promise<Subject> {
  console.log(`Asking ${name} …`);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const server = start(port);
  const exited = once(server, 'exit');
  try {
    await untilAnswered(endpoint);
    const startMs = performance.now() - startedAt;
    const python = async (file: string) => {
      const { stdout } = await run(join(bin, 'python'), [join(HERE, file)], {
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: endpoint,
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      });
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as never);
    };
    const rows: { row: number; answer: string }[] = await python('rows.py');
    const [latencies] = (await python('latency.py')) as unknown as [Subject['latencies']];
    return { name, startMs, answers: rows.map(({ answer }) => answer), latencies };
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

async function untilAnswered(endpoint: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${endpoint} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
