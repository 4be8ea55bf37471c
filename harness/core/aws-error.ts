/**
 * An error that AWS would answer with: a code from the service's own set and AWS's text.
 *
 * Wire errors and harness errors never share a class: this one is the emulated service speaking to its client;
 * a HarnessError is the harness speaking to its user.
 */
export class AwsError extends Error {
  /** The code as it stands on the wire, without the SDK's `Exception` suffix, e.g. `DuplicateListener`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
  }
}

/** ELBv2's answer for a value that breaks a rule no modelled error stands for. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
