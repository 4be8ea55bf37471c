import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { connectionTracking } from './connection-tracking.ts';
import { type Finding, readiness, type WorldReadiness } from './finding.ts';

/** Each flow of a client needs a socket; the usual 1024 run out at about a thousand flows. */
const COMFORTABLE_OPEN_FILES = 4_096;

/** What the loopback world needs, and what makes it comfortable. */
export async function examineLoopback(servePort: number): Promise<WorldReadiness> {
  const tracking = connectionTracking();
  return readiness(
    'loopback',
    true,
    [await loopbackAddress()],
    [await manyAddresses(), openFiles(), ...(tracking ? [tracking] : []), await portFree(servePort)],
  );
}

async function loopbackAddress(): Promise<Finding> {
  const problem = await bindProblem('127.0.0.1');
  return {
    what: 'IPv4 loopback',
    ok: problem === undefined,
    found: problem ?? '127.0.0.1 can be bound',
    remedy: problem && 'Bring up the loopback interface',
  };
}

async function manyAddresses(): Promise<Finding> {
  const problem = await bindProblem('127.31.0.1');
  return {
    what: 'an address for each host',
    ok: problem === undefined,
    found: problem ? `${problem}: ports on 127.0.0.1 stand for hosts` : '127.31.0.1 can be bound',
    remedy: problem && 'None is needed; scenarios about client addresses are skipped',
  };
}

async function bindProblem(address: string): Promise<string | undefined> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address, port: 0, exclusive: true }, resolve);
    });
    return undefined;
  } catch (error) {
    return `${address} cannot be bound (${(error as NodeJS.ErrnoException).code})`;
  } finally {
    socket.close();
  }
}

/** The soft limit; systems without one, such as Windows, report none. */
function openFiles(): Finding {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } };
  const soft = report.userLimits?.open_files?.soft ?? 'unlimited';
  const ok = typeof soft === 'string' || soft >= COMFORTABLE_OPEN_FILES;
  return {
    what: 'open files',
    ok,
    found: `${soft} at once`,
    remedy: ok ? undefined : `Raise it for many flows: ulimit -n ${COMFORTABLE_OPEN_FILES}`,
  };
}

async function portFree(port: number): Promise<Finding> {
  const server = createServer();
  const ok = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(true));
  });
  if (ok) server.close();
  return {
    what: `port ${port} for serve`,
    ok,
    found: ok ? 'free' : 'taken by another process',
    remedy: ok ? undefined : 'End that process, or use: nlb-harness serve --port 0',
  };
}
