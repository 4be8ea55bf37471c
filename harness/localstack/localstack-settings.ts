/** The last image of LocalStack that runs without an account. */
const DEFAULT_IMAGE = 'localstack/localstack:4.14.0';

/** What decides which LocalStack is used. What is not given comes from the environment. */
export interface LocalStackSettings {
  /**
   * A LocalStack that runs already: it is used as it is, and not stopped. Default: `NLB_LOCALSTACK_ENDPOINT`, unless an
   * image is given.
   */
  readonly endpoint?: string | undefined;
  /** Default: `NLB_LOCALSTACK_IMAGE`, else 4.14.0, the last image that needs no account. */
  readonly image?: string | undefined;
  /** Passed on to images that ask for one. Default: `LOCALSTACK_AUTH_TOKEN`. */
  readonly authToken?: string | undefined;
}

/** The same with everything decided; an empty variable is one that is not set. */
export interface ResolvedLocalStackSettings {
  readonly endpoint: string | undefined;
  readonly image: string;
  readonly authToken: string | undefined;
}

/** Fills in what was not given from the environment, and then by default. */
export function resolveLocalStackSettings(
  settings: LocalStackSettings,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ResolvedLocalStackSettings {
  // Who names an image wants it started, whatever runs already.
  const running = settings.image === undefined ? environment.NLB_LOCALSTACK_ENDPOINT : undefined;
  return {
    endpoint: settings.endpoint ?? (running || undefined),
    image: settings.image ?? (environment.NLB_LOCALSTACK_IMAGE || DEFAULT_IMAGE),
    authToken: settings.authToken ?? (environment.LOCALSTACK_AUTH_TOKEN || undefined),
  };
}
