import type { EngineAddress } from './engine-address.ts';

/** Why an engine did not answer, and what to do about it. */
export interface EngineRefusal {
  readonly found: string;
  readonly remedy: string;
}

/** What each kind of failure means. The rest is told as the system told it. */
export function engineRefusal({ url, source }: EngineAddress, error: unknown): EngineRefusal {
  const { code, statusCode, message } = error as {
    code?: string;
    statusCode?: number;
    message?: string;
  };
  const said = (what: string, remedy: string) => ({ found: `${url} (${source}): ${what}`, remedy });
  const start = 'Start a Docker engine, or set DOCKER_HOST to one';
  switch (code) {
    case 'ENOENT':
      return said('there is no engine', start);
    case 'ECONNREFUSED':
      return said('nobody answers', start);
    case 'EACCES':
    case 'EPERM':
      return said(
        'you may not speak to it',
        'Join the group that owns the socket (sudo usermod -aG docker $USER, then log in again), or use an engine without root',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return said('there is no machine of this name', 'Correct DOCKER_HOST, or choose another context');
    case 'ETIMEDOUT':
    case 'ABORT_ERR':
    case 'EHOSTUNREACH':
      return said('no answer', 'See whether the engine runs, and whether a firewall is in between');
    default:
      return statusCode === 401 || statusCode === 403
        ? said(
            `it refuses you (${statusCode})`,
            'Give certificates that the engine trusts in DOCKER_CERT_PATH',
          )
        : said(message?.trim() || String(error), start);
  }
}
