import { HarnessError } from '../errors.ts';

/** Throws HARNESS_ARGUMENT_INVALID for what cannot be a duration: negative, infinite or not a number. */
export function assertDuration(name: string, durationMs: number): void {
  if (Number.isFinite(durationMs) && durationMs >= 0) return;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `${name} is ${show(durationMs)}`,
    `Give ${name} as a number of milliseconds that is finite and not negative`,
  );
}

/** Throws HARNESS_ARGUMENT_INVALID for an interval or a speed that is not above zero. */
export function assertPositive(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `${name} is ${show(value)}`,
    `Give ${name} as a finite number above zero`,
  );
}

/** With quotes around what should have been a number and is a text. */
function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
