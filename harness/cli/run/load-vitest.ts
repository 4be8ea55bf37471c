import { HarnessError } from '../../index.ts';

/** Vitest's Node API. It is loaded late, because only `run` needs it and it need not be installed. */
export async function loadVitest(): Promise<typeof import('vitest/node')> {
  try {
    return await import('vitest/node');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new HarnessError(
      'HARNESS_VITEST_MISSING',
      'Scenarios run on vitest, which is not installed here',
      'Add it to the project: npm install --save-dev vitest',
      { cause },
    );
  }
}
