import type { StartedLocalStackContainer } from '@testcontainers/localstack';
import { describeStartFailure } from './describe-start-failure.ts';
import { checkLocalStackEndpoint } from './localstack-endpoint.ts';
import { type LocalStackSettings, resolveLocalStackSettings } from './localstack-settings.ts';
import { LogTail } from './log-tail.ts';
import { wakeEc2 } from './wake-ec2.ts';

export interface StartLocalStackOptions extends LocalStackSettings {
  /** Whether to use the container that an earlier run left for this purpose, and to leave it. Default false. */
  readonly reuse?: boolean;
  /** A network of the Docker engine to be in, by name or id; default: the engine's own. */
  readonly network?: string | undefined;
  /** Whether an image that the engine lacks may be pulled. Default true. */
  readonly pull?: boolean;
  /** Those of the process that it is for have it removed, where that ends without stopping it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How long the container may take from its start until it is ready, in ms. Default 120,000. */
  readonly startTimeoutMs?: number;
  /** Is told what is being done, one line at a time. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** A LocalStack that answers. `stop` is idempotent; it leaves alone what was not started for this. */
export interface StartedLocalStack extends AsyncDisposable {
  /** `http://127.0.0.1:32768`. */
  readonly endpoint: string;
  /** Undefined where it was running already. */
  readonly containerId: string | undefined;
  stop(): Promise<void>;
}

const LABEL = 'nlb-harness.part';

/** Room for a Python traceback. */
const LOG_LINES = 25;

/**
 * What keeps LocalStack from fetching anything when it starts. Of its many services only EC2 is loaded at once; the
 * others come when they are first asked for. Queue URLs name the endpoint that the caller asked, which is ours.
 */
const ENVIRONMENT = {
  SKIP_SSL_CERT_DOWNLOAD: '1',
  DISABLE_EVENTS: '1',
  DNS_ADDRESS: '0',
  EAGER_SERVICE_LOADING: '0',
  SQS_ENDPOINT_STRATEGY: 'dynamic',
} as const;

/**
 * Starts a LocalStack in a container, or takes the one that is given, and waits until its EC2 answers.
 *
 * Errors: HARNESS_LOCALSTACK_START_FAILED with the way out and its last log lines, HARNESS_LOCALSTACK_LOST where the
 * given one does not answer, HARNESS_ARGUMENT_INVALID.
 */
export async function startLocalStack(options: StartLocalStackOptions = {}): Promise<StartedLocalStack> {
  const { endpoint, image, authToken } = resolveLocalStackSettings(options);
  if (endpoint !== undefined) return useRunning(checkLocalStackEndpoint(endpoint));
  const log = new LogTail(LOG_LINES);
  try {
    options.onProgress?.(`Starting LocalStack (${image})`);
    const container = await startContainer(options, image, authToken, log);
    return await attend(container, options);
  } catch (error) {
    throw describeStartFailure(error, image, log.toString());
  }
}

async function useRunning(url: URL): Promise<StartedLocalStack> {
  await wakeEc2(url);
  const stop = async () => undefined;
  return { endpoint: url.origin, containerId: undefined, stop, [Symbol.asyncDispose]: stop };
}

async function startContainer(
  { reuse = false, pull = true, network, labels = {}, startTimeoutMs = 120_000 }: StartLocalStackOptions,
  image: string,
  authToken: string | undefined,
  log: LogTail,
): Promise<StartedLocalStackContainer> {
  // Both take a third of a second to load, and a LocalStack that runs already needs neither.
  const [{ LocalstackContainer }, { getContainerRuntimeClient, getReaper, PullPolicy }] = await Promise.all([
    import('@testcontainers/localstack'),
    import('testcontainers'),
  ]);
  // Ryuk removes the container should this process be killed. Where Ryuk's image cannot be had, it goes by its labels.
  await getReaper(await getContainerRuntimeClient()).catch(() => {
    process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  });
  const container = new LocalstackContainer(image)
    .withEnvironment({ ...ENVIRONMENT, ...(authToken !== undefined && { LOCALSTACK_AUTH_TOKEN: authToken }) })
    .withLabels({ ...labels, [LABEL]: 'localstack' })
    .withStartupTimeout(startTimeoutMs)
    .withLogConsumer((stream) => {
      stream.on('data', (chunk: Buffer | string) => log.add(chunk));
    });
  if (network !== undefined) container.withNetworkMode(network);
  if (!pull) container.withPullPolicy(PullPolicy.neverPull());
  if (reuse) container.withReuse();
  return container.start();
}

async function attend(
  container: StartedLocalStackContainer,
  { reuse = false, onProgress }: StartLocalStackOptions,
): Promise<StartedLocalStack> {
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= reuse ? Promise.resolve() : container.stop({ timeout: 0 }).then(() => undefined);
    return stopped;
  };
  try {
    // By number: the name may lead to an IPv6 port of the machine, which is another one.
    const endpoint = container.getConnectionUri().replace('//localhost:', '//127.0.0.1:');
    await wakeEc2(new URL(endpoint));
    onProgress?.(`LocalStack is ready at ${endpoint}`);
    return { endpoint, containerId: container.getId(), stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await Promise.allSettled([stop()]);
    throw error;
  }
}
