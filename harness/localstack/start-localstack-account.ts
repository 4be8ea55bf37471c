import { LocalStackAccount } from './localstack-account.ts';
import { type StartLocalStackOptions, startLocalStack } from './start-localstack.ts';

export interface LocalStackAccountStart extends StartLocalStackOptions {
  /** See {@link LocalStackAccount}. */
  readonly accountId?: string | undefined;
}

/** An account, and the end of the LocalStack that was started for it. `stop` is idempotent. */
export interface StartedLocalStackAccount {
  readonly account: LocalStackAccount;
  stop(): Promise<void>;
}

/** Starts a LocalStack, or takes the one that is there, and an account in it. Errors as of {@link startLocalStack}. */
export async function startLocalStackAccount(
  options: LocalStackAccountStart = {},
): Promise<StartedLocalStackAccount> {
  const localStack = await startLocalStack(options);
  try {
    const { endpoint, stop } = localStack;
    return { account: new LocalStackAccount({ endpoint, accountId: options.accountId }), stop };
  } catch (error) {
    await localStack.stop();
    throw error;
  }
}
