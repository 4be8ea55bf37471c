import { type Finding, readiness, type WorldReadiness } from './finding.ts';
import { programFinding, tryCommand } from './programs.ts';

/** What network namespaces as a plain user need. */
export async function examineNetns(): Promise<WorldReadiness> {
  if (process.platform !== 'linux') {
    const found = `this is ${process.platform}`;
    return readiness('netns', false, [
      { what: 'Linux', ok: false, found, remedy: 'Use a Linux machine, virtual or not' },
    ]);
  }
  return readiness('netns', false, [
    await programFinding('unshare', 'Install util-linux'),
    await programFinding('ip', 'Install iproute2'),
    await programFinding('nft', 'Install nftables'),
    await userNamespaces(),
  ]);
}

/** Tried and not looked up: there are many switches that forbid it. */
async function userNamespaces(): Promise<Finding> {
  const { ok, said } = await tryCommand('unshare', ['--user', '--map-root-user', '--net', 'true']);
  return {
    what: 'user namespaces',
    ok,
    found: ok ? 'allowed' : `refused (${said})`,
    remedy: ok ? undefined : 'Allow unprivileged user namespaces (sysctl, AppArmor or seccomp forbid them)',
  };
}
