import { HARNESS_ERRORS, HarnessError, type HarnessErrorCode } from '../errors.ts';

/** An error on its way out of the node, as plain JSON. */
export interface NodeFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Any error as JSON. What is not a HarnessError is a defect of the node. */
export function toFailure(error: unknown): NodeFailure {
  const known =
    error instanceof HarnessError
      ? error
      : new HarnessError(
          'HARNESS_INVARIANT_BROKEN',
          `The load-balancer node failed: ${error instanceof Error ? error.message : String(error)}`,
          'Report this as a defect of the harness',
          { cause: error },
        );
  return { code: known.code, message: known.message, remedy: known.remedy };
}

/** The error again, on the harness's side. */
export function fromFailure({ code, message, remedy }: NodeFailure): HarnessError {
  const known: HarnessErrorCode =
    code in HARNESS_ERRORS ? (code as HarnessErrorCode) : 'HARNESS_INVARIANT_BROKEN';
  const what = message.replace(`. ${remedy}. [${code}]`, '');
  return new HarnessError(known, what, remedy);
}
