import { type Explanation, HarnessError } from '../../index.ts';

export interface ExplainOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly json: boolean;
}

/** What is asked: endpoints as the user wrote them. The served world checks and resolves them. */
export interface Question {
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4566';

/** A served world has this at hand; one that takes longer hangs. */
const PATIENCE_MS = 10_000;

/**
 * Asks the world that is served at an endpoint.
 *
 * @throws HarnessError HARNESS_NOTHING_SERVED where none is, HARNESS_ARGUMENT_INVALID for a question it refuses
 */
export async function askEndpoint(question: Question, options: ExplainOptions): Promise<Explanation> {
  const endpoint = options.endpoint ?? (process.env.AWS_ENDPOINT_URL || DEFAULT_ENDPOINT);
  const response = await post(inspectionUrl(endpoint), { ...question, region: options.region }, endpoint);
  const answer = await response.json().catch(() => undefined);
  if (response.ok && isExplanation(answer)) return answer;
  // The endpoint's own refusals have a code; anything else that answers is not ours.
  const { code, message } = Object(answer) as { code?: string; message?: string };
  if (code?.startsWith('HARNESS_') && message) throw refusal(message, code);
  throw new HarnessError(
    'HARNESS_NOTHING_SERVED',
    `What answers at ${endpoint} is not a world of nlb-harness (status ${response.status})`,
    'Give the endpoint that nlb-harness serve printed with --endpoint',
  );
}

function inspectionUrl(endpoint: string): URL {
  const base = URL.parse(endpoint);
  if (base && /^https?:$/.test(base.protocol)) return new URL('/_nlb-harness/explain', base);
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The endpoint '${endpoint}' is not an HTTP address`,
    `Write it like ${DEFAULT_ENDPOINT}, in --endpoint or AWS_ENDPOINT_URL`,
  );
}

async function post(url: URL, body: object, endpoint: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_NOTHING_SERVED',
      `No world answers at ${endpoint}`,
      'Start one with nlb-harness serve, or give its endpoint with --endpoint',
      { cause },
    );
  }
}

/** The message says what to do already, and ends with its code. */
function refusal(message: string, code: string): HarnessError {
  const [what = message, ...remedy] = message.replace(` [${code}]`, '').replace(/\.$/, '').split('. ');
  return new HarnessError('HARNESS_ARGUMENT_INVALID', what, remedy.join('. ') || 'Correct the question');
}

function isExplanation(value: unknown): value is Explanation {
  return typeof value === 'object' && value !== null && 'steps' in value && 'verdict' in value;
}
