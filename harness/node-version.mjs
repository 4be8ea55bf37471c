// Plain JavaScript that any Node.js of the last ten years can read: it has to run where nothing else here does.

/**
 * The releases that package.json's `engines` admits: the first minor of each major. Above the last major all are
 * admitted.
 */
export const SUPPORTED_NODE = [
  { major: 24, minor: 0 },
  { major: 26, minor: 0 },
];

/**
 * What is wrong with a version of Node.js, and what to do about it; undefined where it is supported.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {{ what: string, remedy: string } | undefined}
 */
export function nodeVersionProblem(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  const last = SUPPORTED_NODE[SUPPORTED_NODE.length - 1];
  if (last !== undefined && major > last.major) return undefined;
  const release = SUPPORTED_NODE.find((candidate) => candidate.major === major);
  if (release !== undefined && minor >= release.minor) return undefined;
  return {
    what: `nlb-harness cannot run on Node.js ${version}: it needs 24, or 26 and later`,
    remedy:
      'In a clone of the repository run `npm ci` without --omit=optional, which brings Node.js 24, and start things with `npm run` or `npx`; elsewhere install Node.js 24',
  };
}
