import type { Region } from '../core/region.ts';

/** What an operation may know besides its input. */
export interface OperationContext {
  readonly region: Region;
  /** The harness Clock's instant at which the operation happens. */
  readonly now: number;
  readonly accountId: string;
}

/**
 * One operation of an AWS API: the SDK's input shape to the SDK's output shape. Throws an AwsError where AWS
 * would refuse; then nothing has changed.
 */
export type Operation<Input, Output> = (context: OperationContext, input: Input) => Output;
