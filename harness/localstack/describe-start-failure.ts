import { HarnessError } from '../errors.ts';

interface Cause {
  /** Where it shows: in the error, or in what LocalStack said. */
  readonly seenIn: 'error' | 'log';
  readonly pattern: RegExp;
  readonly what: (image: string) => string;
  readonly remedy: string;
}

/** What engine and container are known to complain of, in their words; the first that fits counts. */
const CAUSES: readonly Cause[] = [
  {
    seenIn: 'error',
    pattern: /working container runtime/i,
    what: () => 'no Docker engine answers',
    remedy: "Start Docker, or set DOCKER_HOST; 'nlb-harness doctor' says what is missing",
  },
  {
    seenIn: 'error',
    pattern: /port is already allocated|address already in use/i,
    what: () => 'its port is taken',
    remedy: 'Stop what has the port, which is often a LocalStack of an earlier run',
  },
  {
    seenIn: 'log',
    pattern: /license|LOCALSTACK_AUTH_TOKEN/i,
    what: (image) => `the image ${image} asks for an account`,
    remedy: 'Set LOCALSTACK_AUTH_TOKEN, or use an image up to 4.14.0 (NLB_LOCALSTACK_IMAGE)',
  },
  {
    seenIn: 'error',
    pattern: /not received after|timed? ?out/i,
    what: () => 'it was not ready in time',
    remedy: 'Look at its log, or give it more time (startTimeoutMs)',
  },
  {
    seenIn: 'error',
    pattern: /log stream ended|is not running/i,
    what: () => 'it ended by itself',
    remedy: 'Look at its log; memory that ran out is a common cause',
  },
  {
    seenIn: 'error',
    pattern:
      /does not exist locally|no such image|manifest|pull access denied|no such host|not found|lookup /i,
    what: (image) => `the image ${image} is not there and cannot be pulled`,
    remedy:
      "Run 'docker pull' where there is a network, or name an image that the engine has (NLB_LOCALSTACK_IMAGE)",
  },
];

/** Why LocalStack did not start, with what to do and the end of its log. */
export function describeStartFailure(error: unknown, image: string, log: string): HarnessError {
  const message = error instanceof Error ? error.message : String(error);
  const found = CAUSES.find(({ seenIn, pattern }) => pattern.test(seenIn === 'log' ? log : message));
  const what = found ? `${found.what(image)} (${message})` : message;
  const said = log === '' ? '' : `. It said last:\n${log}\nThat was the end of its log`;
  return new HarnessError(
    'HARNESS_LOCALSTACK_START_FAILED',
    `LocalStack did not start: ${what}${said}`,
    found?.remedy ?? `Look at its log, and try 'docker run ${image}' by hand`,
    { cause: error },
  );
}
