import { AwsError } from '../../core/aws-error.ts';
import { createRandom } from '../../core/random.ts';
import type { Operation } from '../operation.ts';

/**
 * Makes an operation heed `DryRun`: it is carried out on a copy of the state, so that every check is made, and
 * then answers `DryRunOperation` (HTTP 412) instead of its output.
 */
export function heedDryRun<Input extends object, Output>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return (context, input) => {
    if (!('DryRun' in input) || input.DryRun !== true) return operation(context, input);
    const { region } = context;
    const copy = { ...region, random: createRandom(0), ec2: structuredClone(region.ec2) };
    operation({ ...context, region: copy }, input);
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  };
}
