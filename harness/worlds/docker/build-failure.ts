import { HarnessError } from '../../errors.ts';

/** What an engine says when it has no such image and gets none. */
const NOT_PULLED =
  /pull access denied|manifest .*(?:unknown|not found)|no such image|\/v2\/|toomanyrequests/i;
/** What apt and npm say when there is no way out of a container, or no belief in what answers. */
const NO_NETWORK =
  /(?:failure|could not) resol|could not connect|EAI_AGAIN|ENOTFOUND|ECONN(?:REFUSED|RESET)|ETIMEDOUT|network is unreachable/i;
const NO_TRUST = /certificate|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/i;
const DISK_FULL = /no space left on device/i;
const KEPT_LINES = 5;

export interface BuildFailure {
  readonly base: string;
  /** What the engine gave as the reason. */
  readonly reason: string;
  /** What the build printed, oldest first. */
  readonly said: readonly string[];
  readonly cause?: unknown;
}

/** Why the host image was not made, and what to do about it. */
export function describeBuildFailure({ base, reason, said, cause }: BuildFailure): HarnessError {
  if (NOT_PULLED.test(reason)) {
    return new HarnessError(
      'HARNESS_IMAGE_MISSING',
      `The engine has no image ${base}, which the host image is built on, and cannot pull it: ${reason}`,
      `Run docker pull ${base} where a registry can be reached, or name another base in NLB_HOST_BASE_IMAGE`,
      { cause },
    );
  }
  const last = said.slice(-KEPT_LINES).join('\n');
  return new HarnessError(
    'HARNESS_IMAGE_BUILD_FAILED',
    `The host image was not built: ${reason}${last && `\n${last}`}`,
    remedyFor(`${reason}\n${said.join('\n')}`),
    { cause },
  );
}

function remedyFor(text: string): string {
  if (DISK_FULL.test(text)) return 'Make room where the engine keeps its images (docker system df)';
  if (NO_TRUST.test(text)) {
    return 'Name a base image that trusts your proxy in NLB_HOST_BASE_IMAGE';
  }
  if (NO_NETWORK.test(text)) {
    return 'Let containers of this engine reach the package servers (HTTP_PROXY and HTTPS_PROXY are passed on), or name an image built elsewhere in NLB_HOST_IMAGE';
  }
  return 'Read what the build said; NLB_HOST_IMAGE names an image that was built elsewhere';
}
