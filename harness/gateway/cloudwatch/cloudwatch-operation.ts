import type { Operation } from '../operation.ts';

/** An operation of CloudWatch: the SDK's output without what the SDK adds to it on the client's side. */
export type CloudwatchOperation<Input, Output> = Operation<Input, Omit<Output, '$metadata'>>;
