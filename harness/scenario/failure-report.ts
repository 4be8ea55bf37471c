import { formatEndpoint, type StartedWorld } from '../index.ts';
import { readInstanceNames } from './instance-names.ts';
import { type ReplayedTest, replayCommand } from './replay-command.ts';
import type { TargetNames } from './target-names.ts';

/** Further lines of an event, such as the output of a process, begin where its text does. */
const BELOW = `\n${' '.repeat(11)}`;

/** What somebody who looks at a failed scenario wants to see first. */
export async function describeFailure(
  world: StartedWorld,
  test: ReplayedTest,
  names: TargetNames,
): Promise<string> {
  const snapshot = await world.snapshot().catch(() => undefined);
  const history = world.events().filter(({ kind }) => kind !== 'api-call' && !kind.startsWith('flow'));
  const startedAt = world.events()[0]?.at ?? world.clock.now();
  names.setInstances(
    await readInstanceNames(
      world,
      history.map(({ text }) => text),
    ),
  );
  const sections = [
    `${test.fullTitle}: world ${world.name}, seed ${world.seed}`,
    '',
    'Targets',
    ...indent(names.legend()),
    'Flow table',
    ...indent(
      (snapshot?.flows ?? []).map(
        ({ fiveTuple, target, clientDatagrams, replyDatagrams }) =>
          `${formatEndpoint(fiveTuple.source)} > ${formatEndpoint(fiveTuple.destination)}  ` +
          `${names.nameIn(target.id)} (${formatEndpoint(target)})  ${clientDatagrams} in, ${replyDatagrams} out`,
      ),
    ),
    'Dropped',
    ...indent(
      [
        snapshot?.counters.toTargets.dropped ?? {},
        snapshot?.counters.toClients.dropped ?? {},
        snapshot?.counters.connections.refused ?? {},
      ].flatMap((dropped) => Object.entries(dropped).map(([reason, count]) => `${count} × ${reason}`)),
    ),
    'History',
    ...indent(
      history.map(
        ({ at, text }) =>
          `${((at - startedAt) / 1000).toFixed(1).padStart(7)} s  ${names.nameIn(text).replaceAll('\n', BELOW)}`,
      ),
    ),
    'Replay',
    ...indent([replayCommand(world, test)]),
  ];
  return sections.join('\n');
}

function indent(lines: readonly string[]): string[] {
  return (lines.length > 0 ? lines : ['(none)']).map((line) => `  ${line}`);
}
