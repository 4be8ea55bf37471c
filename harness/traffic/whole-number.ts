import { HarnessError } from '../errors.ts';

/** Refuses anything but a whole number in the range. */
export function checkWholeNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `${name} is ${value}`,
    `Use a whole number from ${least} to ${most}`,
  );
}
