import { examineNetnsRequirements, HarnessError, type WorldName } from '../../index.ts';

/**
 * Makes sure that this machine has what a world needs, before its scenarios are looked for.
 *
 * @throws HarnessError HARNESS_NAMESPACES_UNAVAILABLE
 */
export async function requireWorld(world: WorldName): Promise<void> {
  if (world !== 'netns') return;
  const missing = (await examineNetnsRequirements()).find(({ ok }) => !ok);
  if (!missing) return;
  throw new HarnessError(
    'HARNESS_NAMESPACES_UNAVAILABLE',
    `The netns world does not work on this machine: ${missing.what}: ${missing.found}`,
    missing.remedy ?? 'Run nlb-harness doctor',
  );
}
