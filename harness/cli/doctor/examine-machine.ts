import { styleText } from 'node:util';
import { EXIT_CODES } from '../exit-code.ts';
import { createOutput } from '../output.ts';
import { packageVersion } from '../package-version.ts';
import { examineDocker } from './docker.ts';
import type { Finding, WorldReadiness } from './finding.ts';
import { examineLive } from './live.ts';
import { examineLoopback } from './loopback.ts';
import { examineNetns } from './netns.ts';

/** The default port of `serve`. */
const SERVE_PORT = 4566;
const PLANNED = 'planned, not in this version';

/** Prints how each world stands on this machine. Returns the exit code: 2 where no world works. */
export async function examineMachine(json: boolean): Promise<number> {
  const output = createOutput(json);
  const { node } = process.versions;
  output.data({ kind: 'version', nlbHarness: packageVersion(), node, platform: process.platform, ok: true });
  output.text(`nlb-harness ${packageVersion()} on Node.js ${node}, ${process.platform}`);

  const worlds = await Promise.all([
    examineLoopback(SERVE_PORT),
    examineNetns(),
    examineDocker(),
    examineLive(),
  ]);
  for (const readiness of worlds) {
    const status = readiness.built ? (readiness.ready ? 'works' : 'does not work') : PLANNED;
    output.data({ kind: 'world', status, ...readiness });
    for (const line of describeWorld(readiness, status)) output.text(line);
  }
  return worlds.some(({ built, ready }) => built && ready) ? EXIT_CODES.done : EXIT_CODES.usage;
}

function describeWorld({ world, built, ready, findings }: WorldReadiness, status: string): string[] {
  const colour = built ? (ready ? 'green' : 'red') : 'dim';
  const machine = built ? '' : `; this machine ${ready ? 'has what it needs' : 'lacks something for it'}`;
  return ['', `${styleText('bold', world)}  ${styleText(colour, `${status}${machine}`)}`].concat(
    findings.map(describeFinding),
  );
}

function describeFinding({ what, ok, found, remedy }: Finding): string {
  const mark = ok ? styleText('green', '✓') : styleText('yellow', '–');
  const advice = remedy ? styleText('dim', `  ${remedy}`) : '';
  return `  ${mark} ${what.padEnd(26)}${found}${advice}`;
}
