/**
 * Scenarios on vitest: `import { expect, test } from 'nlb-harness/vitest'`.
 *
 * Start with `test`; its fixtures lead to everything else.
 */
import '../supported-node.ts';

export { describe } from 'vitest';
export { ScenarioClient } from './client.ts';
export { expect, type WithinLimit } from './matchers.ts';
export type { ScenarioOptions } from './scenario-options.ts';
export { type ScenarioFixtures, type ScenarioTest, test } from './test.ts';
