import { AwsError } from '../aws-error.ts';

/** The answer to what AWS can do and this emulator cannot: it names the thing, so that nobody looks for their own mistake. */
export function notEmulated(what: string): AwsError {
  return new AwsError('OperationNotPermitted', `nlb-harness does not emulate ${what}`);
}
