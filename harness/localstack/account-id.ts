import { randomInt } from 'node:crypto';
import { HarnessError } from '../errors.ts';

/**
 * An account number that no other world has: by it one LocalStack keeps worlds apart that run at the same time. By
 * chance and not from the seed, which those worlds may share.
 */
export function newAccountId(): string {
  return String(randomInt(100_000_000_000, 1_000_000_000_000));
}

/** Throws HARNESS_ARGUMENT_INVALID for what is no account number. */
export function checkAccountId(accountId: string): string {
  if (/^\d{12}$/.test(accountId)) return accountId;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `'${accountId}' is not the number of an AWS account`,
    'Give twelve digits',
  );
}
