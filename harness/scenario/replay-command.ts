import type { StartedWorld } from '../index.ts';

/** What identifies a test for vitest. */
export interface ReplayedTest {
  /** With those of the suites around it, as vitest puts them together and matches patterns against. */
  readonly fullTitle: string;
  /** As vitest names it: from the root of the project. */
  readonly file: string;
  /** Undefined where the user's configuration has no projects. */
  readonly project: string | undefined;
}

/** The command that runs one scenario again as it was, for a POSIX shell in the root of the project. */
export function replayCommand(
  { name, seed }: Pick<StartedWorld, 'name' | 'seed'>,
  test: ReplayedTest,
): string {
  const pattern = `^${escapePattern(test.fullTitle)}$`;
  return [
    `NLB_WORLD=${name} NLB_SEED=${seed} npx vitest run`,
    ...(test.project ? [`--project ${quote(test.project)}`] : []),
    quote(test.file),
    `-t ${quote(pattern)}`,
  ].join(' ');
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Bare where a shell has nothing to find in it. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
