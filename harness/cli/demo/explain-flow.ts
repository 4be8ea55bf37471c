import { styleText } from 'node:util';
import type { Client } from './client.ts';
import type { BuiltStage } from './stage.ts';

/** Asks the harness, without sending anything, where the next datagram of a flow would go and why. */
export async function explainFlow(
  { world, timeline, cast }: BuiltStage,
  { fiveTuple }: Client,
): Promise<void> {
  const explanation = await world.explain(fiveTuple);
  if (!explanation) return;
  timeline.record('explanation', { steps: explanation.steps, verdict: explanation.verdict });
  timeline.line('why, by the rules of docs/fidelity.md:');
  for (const { rule, text } of explanation.steps) {
    timeline.detail(`${styleText('dim', (rule ?? '').padEnd(10))}  ${cast.nameIn(text)}`);
  }
}
