import './harness/require-node.mjs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    retry: 0,
    // Real sockets on a busy machine: a time-out is there to end a hang, not to measure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['harness/**/*.test.ts', 'tools/**/*.test.ts'] },
      },
      {
        extends: true,
        // Scenarios mostly wait for sockets and processes, so more of them than there are cores.
        test: {
          name: 'loopback',
          include: ['scenarios/**/*.test.ts'],
          env: { NLB_WORLD: 'loopback' },
          maxWorkers: 4,
        },
      },
    ],
  },
});
