import type { Operation } from '../operation.ts';

/** An operation of ELBv2: the SDK's output without what the SDK adds to it on the client's side. */
export type Elbv2Operation<Input, Output> = Operation<Input, Omit<Output, '$metadata'>>;
