import { openClient } from './client.ts';
import { expectThat } from './expectation.ts';
import type { BuiltStage } from './stage.ts';

/** So many that all on one of two targets would be a defect and not chance (1 in 32,768). */
const FLOWS = 16;

/** New flows from new clients: how many each target gets. */
export async function spreadNewFlows(stage: BuiltStage): Promise<void> {
  const { timeline, cast, deployment } = stage;
  await using clients = new AsyncDisposableStack();
  const results = await Promise.all(
    Array.from({ length: FLOWS }, async () => clients.use(await openClient(stage)).flow.send()),
  );
  const counts = Object.fromEntries(
    deployment.targets.map(({ name }) => [name, results.filter(({ servedBy }) => servedBy === name).length]),
  );
  timeline.record('spread', { flows: FLOWS, byTarget: counts });
  timeline.line(`${FLOWS} new flows, from as many clients:`);
  for (const [name, count] of Object.entries(counts)) {
    timeline.detail(`${cast.name(name)}  ${String(count).padStart(2)}  ${cast.letter(name).repeat(count)}`);
  }
  for (const [name, count] of Object.entries(counts)) {
    expectThat(count > 0, `${name} to get some of ${FLOWS} new flows (NLB-RT-01)`, 'it got none');
  }
}
