import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput, STS } from '@aws-sdk/client-sts';
import type { Operation } from '../operation.ts';

/** Who calls: always the account itself, for nobody has a password here. */
const getCallerIdentity: Operation<
  GetCallerIdentityCommandInput,
  Omit<GetCallerIdentityCommandOutput, '$metadata'>
> = ({ accountId }) => ({
  Account: accountId,
  Arn: `arn:aws:iam::${accountId}:root`,
  UserId: accountId,
});

/** The name of an operation of STS, as it stands in `Action`. */
export type StsOperationName = Capitalize<keyof STS & string>;

/** STS's operations; the one that tools ask to see whether their credentials work. */
export const stsOperations = {
  GetCallerIdentity: getCallerIdentity,
} satisfies Partial<Record<StsOperationName, Operation<never, object>>>;
