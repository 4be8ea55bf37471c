import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Endpoint, formatEndpoint } from '../harness/core/network/endpoint.ts';
import { spawnPinned } from './pinned-process.ts';

/** What a machine without it has to do. */
export const NGINX_REMEDY = 'apt-get install nginx-light libnginx-mod-stream';

const START_PATIENCE_MS = 5_000;

export interface StartedNginx extends AsyncDisposable {
  readonly pid: number;
  readonly at: Endpoint;
  readonly version: string;
}

/** nginx as a TCP proxy before some targets: one process, and its own defaults but for
 * directions that end by themselves. Undefined where it is not installed. */
export async function startNginxStream(targets: readonly Endpoint[]): Promise<StartedNginx | undefined> {
  const { status, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'nlb-bench-'));
  const at = { address: '127.0.0.1', port: await freePort() };
  const configuration = join(directory, 'nginx.conf');
  writeFileSync(configuration, configurationFor(directory, at, targets));
  if (spawnSync('nginx', ['-t', '-c', configuration]).status !== 0) {
    rmSync(directory, { recursive: true });
    return undefined;
  }
  const nginx = spawnPinned('measured', ['nginx', '-c', configuration]);
  await accepts(at);
  return {
    pid: nginx.pid ?? 0,
    at,
    version: stderr.trim().replace(/^.*\//, ''),
    async [Symbol.asyncDispose]() {
      const exited = once(nginx, 'exit');
      nginx.kill();
      await exited;
      rmSync(directory, { recursive: true });
    },
  };
}

function configurationFor(directory: string, at: Endpoint, targets: readonly Endpoint[]): string {
  return `
    load_module /usr/lib/nginx/modules/ngx_stream_module.so;
    daemon off;
    master_process off;
    pid ${directory}/nginx.pid;
    error_log stderr crit;
    events { worker_connections 8192; }
    stream {
      upstream targets { ${targets.map((target) => `server ${formatEndpoint(target)};`).join(' ')} }
      server { listen ${formatEndpoint(at)} backlog=4096; proxy_pass targets; proxy_half_close on; }
    }`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  server.close();
  return place !== null && typeof place === 'object' ? place.port : 0;
}

async function accepts({ address, port }: Endpoint): Promise<void> {
  const deadline = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const socket = connect(port, address);
    const answer = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).catch(
      () => 'refused',
    );
    socket.destroy();
    if (Array.isArray(answer) && answer.length === 0) return;
    if (performance.now() > deadline)
      throw new Error(`nginx does not accept at ${formatEndpoint({ address, port })}`);
    await setTimeout(20);
  }
}
