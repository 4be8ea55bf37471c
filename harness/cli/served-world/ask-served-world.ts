import { HarnessError } from '../../index.ts';
import { SlowSteps } from '../slow-steps.ts';

/** Where a world is served, and what of it is meant. */
export interface ServedWorldOptions {
  /** Default: AWS_ENDPOINT_URL, or the default of `serve`. */
  readonly endpoint?: string;
  /** Default: every Region. */
  readonly region?: string;
  /** Real milliseconds after which what answers nothing counts as hanging; default 30 s. */
  readonly patienceMs?: number;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4566';

/** A served world has its answers at hand, or waits for a host that starts; one that takes longer hangs. */
const PATIENCE_MS = 30_000;

/**
 * Asks the world that is served at an endpoint one of the harness's own questions.
 *
 * @param isAnswer whether what came back is an answer to this question
 * @throws HarnessError HARNESS_NOTHING_SERVED where none is, HARNESS_ARGUMENT_INVALID for a question it refuses
 */
export async function askServedWorld<Answer>(
  question: string,
  body: object,
  options: ServedWorldOptions,
  isAnswer: (value: unknown) => value is Answer,
): Promise<Answer> {
  const endpoint = options.endpoint ?? (process.env.AWS_ENDPOINT_URL || DEFAULT_ENDPOINT);
  const url = questionUrl(endpoint, question);
  using steps = new SlowSteps();
  steps.begin(`Waiting for the world at ${endpoint}`);
  const { region, patienceMs = PATIENCE_MS } = options;
  const response = await post(url, { ...body, region }, endpoint, patienceMs);
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && isAnswer(answer)) return answer;
  // The endpoint's own refusals have a code; anything else that answers is not ours.
  const { code, message, remedy } = Object(answer) as { code?: string; message?: string; remedy?: string };
  if (code?.startsWith('HARNESS_') && message) throw refusal(message, code, remedy);
  throw new HarnessError(
    'HARNESS_NOTHING_SERVED',
    `What answers at ${endpoint} is not a world of nlb-harness (status ${response.status})`,
    'Give the endpoint that nlb-harness serve printed with --endpoint',
  );
}

function questionUrl(endpoint: string, question: string): URL {
  const base = URL.parse(endpoint);
  if (base && /^https?:$/.test(base.protocol)) return new URL(`/_nlb-harness/${question}`, base);
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The endpoint '${endpoint}' is not an HTTP address`,
    `Write it like ${DEFAULT_ENDPOINT}, in --endpoint or AWS_ENDPOINT_URL`,
  );
}

async function post(url: URL, body: object, endpoint: string, patienceMs: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    if ((cause as Error).name === 'TimeoutError')
      throw new HarnessError(
        'HARNESS_NOTHING_SERVED',
        `Something listens at ${endpoint}, and has not answered for ${patienceMs / 1000} s`,
        'If it is a world of nlb-harness, start it again; else give the endpoint of one with --endpoint',
        { cause },
      );
    throw new HarnessError(
      'HARNESS_NOTHING_SERVED',
      `No world answers at ${endpoint}`,
      'Start one with nlb-harness serve, or give its endpoint with --endpoint',
      { cause },
    );
  }
}

/** The message says what to do, and ends with its code. */
function refusal(message: string, code: string, remedy = 'Correct the question'): HarnessError {
  const what = message.replace(` [${code}]`, '').replace(`. ${remedy}.`, '');
  return new HarnessError('HARNESS_ARGUMENT_INVALID', what, remedy);
}
