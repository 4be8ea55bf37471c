/** Who has to do something about an error. */
export type Fault =
  /** The caller asked for something that cannot be. */
  | 'user'
  /** The machine lacks or withholds something. */
  | 'environment'
  /** The harness has a defect: please report it. */
  | 'harness';

/**
 * Every error of the harness, by code: whose fault it is. docs/errors.md has a heading for each; a test compares
 * the two.
 */
export const HARNESS_ERRORS = {
  HARNESS_NODE_TOO_OLD: 'environment',
  HARNESS_ADDRESS_UNAVAILABLE: 'environment',
  HARNESS_NO_FREE_ADDRESS: 'environment',
  HARNESS_PORT_IN_USE: 'environment',
  HARNESS_PORT_PRIVILEGED: 'environment',
  HARNESS_TOO_MANY_OPEN_FILES: 'environment',
  HARNESS_NAMESPACES_UNAVAILABLE: 'environment',
  HARNESS_ATTACH_FAILED: 'environment',
  HARNESS_DOCKER_UNAVAILABLE: 'environment',
  HARNESS_SUBNET_IN_USE: 'environment',
  HARNESS_CONTAINER_START_FAILED: 'environment',
  HARNESS_CONTAINER_LOST: 'environment',
  HARNESS_IMAGE_MISSING: 'environment',
  HARNESS_IMAGE_BUILD_FAILED: 'environment',
  HARNESS_LOCALSTACK_START_FAILED: 'environment',
  HARNESS_LOCALSTACK_LOST: 'environment',
  HARNESS_HOST_START_FAILED: 'user',
  HARNESS_HOST_EXITED: 'user',
  HARNESS_TARGET_NOT_READY: 'user',
  HARNESS_CONTAINER_NOT_READY: 'user',
  HARNESS_CAPABILITY_MISSING: 'user',
  HARNESS_USER_DATA_INVALID: 'user',
  HARNESS_USER_DATA_TOO_LARGE: 'user',
  HARNESS_DEPLOY_FAILED: 'user',
  HARNESS_CAPABILITY_UNKNOWN: 'user',
  HARNESS_ARGUMENT_INVALID: 'user',
  HARNESS_WORLD_UNKNOWN: 'user',
  HARNESS_WORLD_STOPPED: 'user',
  HARNESS_NOTHING_SERVED: 'user',
  HARNESS_VITEST_MISSING: 'environment',
  HARNESS_NO_SCENARIO: 'user',
  HARNESS_NODE_LOST: 'harness',
  HARNESS_NETWORK_LOST: 'harness',
  HARNESS_INVARIANT_BROKEN: 'harness',
  HARNESS_INCONCLUSIVE: 'user',
  HARNESS_LEAK: 'harness',
  HARNESS_FAULT: 'environment',
} as const satisfies Record<string, Fault>;

export type HarnessErrorCode = keyof typeof HARNESS_ERRORS;

/** An error of the harness: what was wrong, whose fault it is, and what to do. */
export class HarnessError extends Error {
  readonly code: HarnessErrorCode;
  readonly fault: Fault;
  /** What to do about it: one sentence in the imperative. */
  readonly remedy: string;

  constructor(code: HarnessErrorCode, what: string, remedy: string, options?: { cause?: unknown }) {
    super(`${asSentence(what)}${remedy}. [${code}]`, options);
    this.name = 'HarnessError';
    this.code = code;
    this.fault = HARNESS_ERRORS[code];
    this.remedy = remedy;
  }
}

/** What others said may end with spaces; and after lines that are quoted, indented, our words begin one of their own. */
function asSentence(what: string): string {
  const said = what.trimEnd();
  return /\n {4}.*$/.test(said) ? `${said}\n` : `${said}. `;
}
