import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type NamespaceFlags, namespaceFlags } from './namespace-flags.ts';
import { startNetnsHostNetwork } from './netns-host-network.ts';
import { programEnvironment } from './program-environment.ts';

/** Something that the netns world cannot do without, and how it stands on this machine. */
export interface NetnsRequirement {
  readonly what: string;
  readonly ok: boolean;
  /** What was found, for people. */
  readonly found: string;
  /** What to do where it is not as it should be. */
  readonly remedy: string | undefined;
}

/** The programs by the package that has them, as Debian, Fedora and others call it. */
const PROGRAMS = { unshare: 'util-linux', nsenter: 'util-linux', ip: 'iproute2', nft: 'nftables' };

/** Long enough for any of these programs on a busy machine. */
const PATIENCE_MS = 30_000;

/**
 * What the netns world needs of this machine, tried and not looked up: there are many switches that forbid it. In
 * the end a private network is made, and let go.
 */
export async function examineNetnsRequirements(): Promise<readonly NetnsRequirement[]> {
  if (process.platform !== 'linux') {
    const found = `this is ${process.platform}`;
    return [{ what: 'Linux', ok: false, found, remedy: 'Use a Linux machine, virtual or not' }];
  }
  const flags = namespaceFlags();
  const found = [
    ...Object.entries(PROGRAMS).map(([program, debianPackage]) => programThere(program, debianPackage)),
    namespacesAllowed(flags),
  ];
  return found.every(({ ok }) => ok) ? [...found, await privateNetworkMade()] : found;
}

function programThere(program: string, debianPackage: string): NetnsRequirement {
  const path = programEnvironment()
    .PATH!.split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
  return {
    what: program,
    ok: path !== undefined,
    found: path ?? 'not found',
    remedy: path === undefined ? `Install ${debianPackage}` : undefined,
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function namespacesAllowed({ unshare }: NamespaceFlags): NetnsRequirement {
  const { status, stderr, error } = spawnSync('unshare', [...unshare, 'true'], {
    env: programEnvironment(),
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  const ok = status === 0;
  const kind = unshare.includes('--user') ? 'user namespaces' : 'network namespaces';
  return {
    what: kind,
    ok,
    found: ok ? 'allowed' : `refused (${error?.message ?? stderr.trim().split('\n')[0]})`,
    remedy: ok ? undefined : `Allow ${kind} (sysctl, AppArmor, seccomp or a container forbid them)`,
  };
}

async function privateNetworkMade(): Promise<NetnsRequirement> {
  const what = 'a private network';
  try {
    const network = await startNetnsHostNetwork({ parseUserData: () => undefined });
    // Not by `await using`: vitest.config.ts reads this file, and an old Node is to get as far as being told so.
    await network[Symbol.asyncDispose]();
    return { what, ok: true, found: 'made, and let go', remedy: undefined };
  } catch (error) {
    const remedy = 'Look at what the system refused; a container may need more rights';
    return { what, ok: false, found: (error as Error).message, remedy };
  }
}
