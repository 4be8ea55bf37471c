import type { Operation } from '../operation.ts';

/** An operation of EC2 or STS: the SDK's output without what the SDK adds to it on the client's side. */
export type Ec2Operation<Input, Output> = Operation<Input, Omit<Output, '$metadata'>>;
