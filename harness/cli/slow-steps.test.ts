import { expect, test, vi } from 'vitest';
import { SlowSteps } from './slow-steps.ts';

test('only the steps that take their time are told of', () => {
  vi.useFakeTimers();
  try {
    const said: string[] = [];
    const steps = new SlowSteps((text) => said.push(text), 2_000);
    steps.begin('looking');
    vi.advanceTimersByTime(1_999);
    steps.begin('building');
    vi.advanceTimersByTime(2_000);
    steps.begin('starting');
    steps[Symbol.dispose]();
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(['building …']);
  } finally {
    vi.useRealTimers();
  }
});
