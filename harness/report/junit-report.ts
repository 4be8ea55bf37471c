import { escapeXml } from './escape-xml.ts';
import type { LeftOutWorld, RunReport, ScenarioResult, WorldReport } from './run-report.ts';

/** A run as JUnit has it: a suite for each world, and one with a skipped case for each world that was left out. */
export function renderJunitReport({ worlds, leftOut, totals, startedAt, durationMs }: RunReport): string {
  const errors = worlds.flatMap((world) => world.errors).length;
  const cases = totals.passed + totals.failed + totals.skipped + errors + leftOut.length;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="nlb-harness" tests="${cases}" failures="${totals.failed}" errors="${errors}" time="${seconds(durationMs)}" timestamp="${escapeXml(startedAt)}">`,
    ...worlds.flatMap(suite),
    ...leftOut.flatMap(leftOutSuite),
    '</testsuites>',
  ].join('\n')}\n`;
}

function suite({ world, totals, durationMs, scenarios, errors }: WorldReport): string[] {
  const { failed, skipped } = totals;
  const count = `tests="${scenarios.length + errors.length}" failures="${failed}" errors="${errors.length}" skipped="${skipped}"`;
  return [
    `  <testsuite name="${escapeXml(world)}" ${count} time="${seconds(durationMs)}">`,
    ...scenarios.map((scenario) => testCase(world, scenario)),
    ...errors.map(
      (error) =>
        `    <testcase classname="${escapeXml(world)}" name="outside of scenarios" time="0">${fault('error', error)}</testcase>`,
    ),
    '  </testsuite>',
  ];
}

/** With the world in its class: readers that do not show suites would take the worlds' results for one another's. */
function testCase(
  world: string,
  { file, title, state, reason = '', durationMs, errors }: ScenarioResult,
): string {
  const head = `    <testcase classname="${escapeXml(`${world} ${file}`)}" file="${escapeXml(file)}" name="${escapeXml(title)}" time="${seconds(durationMs)}"`;
  if (state === 'skipped') return `${head}><skipped message="${escapeXml(reason)}"/></testcase>`;
  if (state === 'passed') return `${head}/>`;
  return `${head}>${errors.map((error) => fault('failure', error)).join('') || '<failure/>'}</testcase>`;
}

function leftOutSuite({ world, reason }: LeftOutWorld): string[] {
  return [
    `  <testsuite name="${escapeXml(world)}" tests="1" failures="0" errors="0" skipped="1" time="0">`,
    `    <testcase classname="${escapeXml(world)}" name="the whole world" time="0"><skipped message="${escapeXml(reason)}"/></testcase>`,
    '  </testsuite>',
  ];
}

function fault(kind: 'failure' | 'error', text: string): string {
  const [firstLine = ''] = text.split('\n');
  return `<${kind} message="${escapeXml(firstLine)}">${escapeXml(text)}</${kind}>`;
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
