import { AwsError } from '../aws-error.ts';

/** The AwsError that a call ends with; a call that is not refused fails the test. */
export function refusal(call: () => unknown): { code: string; message: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof AwsError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was not refused');
}
