import { ScaledClock, startLoopbackWorld, VirtualClock } from '../../index.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { listenForInterruption } from '../interruption.ts';
import { createOutput } from '../output.ts';
import { build, showEvent } from './build.ts';
import { openClient } from './client.ts';
import { EventFeed } from './event-feed.ts';
import { ExpectationError } from './expectation.ts';
import { explainFlow } from './explain-flow.ts';
import { failHealthCheck, recover, sendSteadily } from './failover.ts';
import { makeMistakes } from './mistakes.ts';
import { spreadNewFlows } from './new-flows.ts';
import { PacedSender } from './paced-sender.ts';
import type { Stage } from './stage.ts';
import { summarise } from './summary.ts';
import { Timeline } from './timeline.ts';

export interface DemoOptions {
  /** Harness seconds in a real one. */
  readonly speed: number;
  /** Virtual time: waits for nothing but the datagrams themselves. */
  readonly instant: boolean;
  readonly json: boolean;
}

/** Shows the walk-through. Returns the exit code: 1 where something else happened than AWS documents. */
export async function showDemo(options: DemoOptions): Promise<number> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const output = createOutput(options.json);
  const clock = options.instant ? new VirtualClock() : new ScaledClock({ speed: options.speed });
  await using world = await startLoopbackWorld({ clock });
  // Ends whatever the story waits for.
  signal.addEventListener('abort', () => clock.stop(), { once: true });
  const timeline = new Timeline(clock, output);
  try {
    signal.throwIfAborted();
    const pace = options.instant ? 'moved by hand' : `${options.speed} times as fast as the wall clock`;
    timeline.title(`A UDP service behind a Network Load Balancer (harness time, ${pace})`);
    await tellStory({ world, timeline });
    return EXIT_CODES.done;
  } catch (error) {
    timeline.end();
    if (signal.aborted) return EXIT_CODES.interrupted;
    if (!(error instanceof ExpectationError)) throw error;
    output.data({ kind: 'summary', ok: false, message: error.message });
    console.error(`${error.message}. This is a defect of nlb-harness: please report it.`);
    return EXIT_CODES.failed;
  }
}

async function tellStory(stage: Stage): Promise<void> {
  const built = await build(stage);
  using feed = new EventFeed(stage.world, (event) => showEvent(built, event));
  await using client = await openClient(built);
  const sender = new PacedSender({ ...built, feed }, client);
  const target = await sendSteadily(built, sender);
  const failover = await failHealthCheck(built, sender, target);
  await recover(built, sender, failover);
  await explainFlow(built, client);
  await spreadNewFlows(built);
  await makeMistakes(built);
  await summarise(built, { results: sender.results, failover, firstDatagramMs: sender.firstAnswerMs });
}
