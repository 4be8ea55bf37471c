import { formatEndpoint, type StartedWorld } from '../index.ts';

/** What somebody who looks at a failed scenario wants to see first. */
export async function describeFailure(world: StartedWorld, testName: string, file: string): Promise<string> {
  const snapshot = await world.snapshot().catch(() => undefined);
  const history = world.events().filter(({ kind }) => kind !== 'api-call' && !kind.startsWith('flow'));
  const startedAt = world.events()[0]?.at ?? world.clock.now();
  const sections = [
    `${testName}: world ${world.name}, seed ${world.seed}`,
    '',
    'Flow table',
    ...indent(
      (snapshot?.flows ?? []).map(
        ({ fiveTuple, target, clientDatagrams, replyDatagrams }) =>
          `${formatEndpoint(fiveTuple.source)} > ${formatEndpoint(fiveTuple.destination)}  ` +
          `${target.id} (${formatEndpoint(target)})  ${clientDatagrams} in, ${replyDatagrams} out`,
      ),
    ),
    'Dropped',
    ...indent(
      [snapshot?.counters.toTargets.dropped ?? {}, snapshot?.counters.toClients.dropped ?? {}].flatMap(
        (dropped) => Object.entries(dropped).map(([reason, count]) => `${count} × ${reason}`),
      ),
    ),
    'History',
    ...indent(
      history.map(({ at, text }) => `${((at - startedAt) / 1000).toFixed(1).padStart(7)} s  ${text}`),
    ),
    'Replay',
    ...indent([
      `NLB_WORLD=${world.name} NLB_SEED=${world.seed} npx vitest run ${file} -t ${JSON.stringify(testName)}`,
    ]),
  ];
  return sections.join('\n');
}

function indent(lines: readonly string[]): string[] {
  return (lines.length > 0 ? lines : ['(none)']).map((line) => `  ${line}`);
}
