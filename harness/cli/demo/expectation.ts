/** What AWS documents did not happen: a defect, shown by the demo itself. */
export class ExpectationError extends Error {
  constructor(expected: string, actual: string) {
    super(`Expected ${expected}, but ${actual}`);
    this.name = 'ExpectationError';
  }
}

/** @param expected what is documented, to follow "Expected"; @param actual what was seen, to follow "but" */
export function expectThat(holds: boolean, expected: string, actual: string): void {
  if (!holds) throw new ExpectationError(expected, actual);
}
