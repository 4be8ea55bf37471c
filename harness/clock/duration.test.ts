import { expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

test('a text is no duration, even where it looks like a number', async () => {
  const clock = new VirtualClock();
  await expect(clock.advance('5' as never)).rejects.toThrow(
    "durationMs is '5'. Give durationMs as a number of milliseconds that is finite and not negative. [HARNESS_ARGUMENT_INVALID]",
  );
});
