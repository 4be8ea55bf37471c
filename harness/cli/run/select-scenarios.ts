import type { TestModule, TestSpecification, Vitest } from 'vitest/node';
import { HarnessError } from '../../index.ts';

/** As many as one looks through. */
const MAX_FILES_SHOWN = 20;

const FOLDER = /(?:^|[\\/])scenarios[\\/]/;

/**
 * The scenario files of a project: those of the vitest project that is named like the world, where there is one,
 * else those in a folder `scenarios`. With names, only files whose name contains one, and of other files only the
 * scenarios whose title does.
 *
 * @throws HarnessError HARNESS_NO_SCENARIO
 */
export async function selectScenarios(
  vitest: Vitest,
  world: string,
  names: readonly string[],
): Promise<TestSpecification[]> {
  const all = await vitest.globTestSpecifications();
  const ofWorld = all.filter(({ project }) => project.name === world);
  // A world's project may have tests of other kinds beside the scenarios.
  const inFolder = (ofWorld.length > 0 ? ofWorld : all).filter((specification) =>
    FOLDER.test(pathOf(specification)),
  );
  const scenarios = inFolder.length > 0 ? inFolder : ofWorld;
  if (scenarios.length === 0) {
    throw new HarnessError(
      'HARNESS_NO_SCENARIO',
      `There are no scenarios in ${vitest.config.root}`,
      "Run this in your project's folder, with scenarios in scenarios/**/*.test.ts",
    );
  }
  if (names.length === 0) return scenarios;
  const selected = await byName(vitest, scenarios, names);
  if (selected.length > 0) return selected;
  throw new HarnessError(
    'HARNESS_NO_SCENARIO',
    `No scenario has ${names.map((name) => `'${name}'`).join(' or ')} in its file name or title`,
    `Use a part of one of these:${listFiles(scenarios.map(pathOf))}`,
  );
}

function listFiles(paths: readonly string[]): string {
  const shown = paths.slice(0, MAX_FILES_SHOWN);
  const others = paths.length - shown.length;
  return [...shown, ...(others > 0 ? [`and ${others} more`] : [])].map((line) => `\n  ${line}`).join('');
}

async function byName(
  vitest: Vitest,
  scenarios: readonly TestSpecification[],
  names: readonly string[],
): Promise<TestSpecification[]> {
  const inFileName = scenarios.filter((specification) => includesAny(pathOf(specification), names));
  const others = scenarios.filter((specification) => !inFileName.includes(specification));
  const modules = await vitest.parseSpecifications(others);
  const pattern = new RegExp(names.map(escapePattern).join('|'), 'i');
  const inTitle = others
    .filter((_, index) => hasTitle(modules[index], pattern))
    .map(({ project, moduleId }) => project.createSpecification(moduleId, { testNamePattern: pattern }));
  return [...inFileName, ...inTitle];
}

function hasTitle(module: TestModule | undefined, pattern: RegExp): boolean {
  return [...(module?.children.allTests() ?? [])].some(({ fullName }) => pattern.test(fullName));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function includesAny(text: string, parts: readonly string[]): boolean {
  return parts.some((part) => text.toLowerCase().includes(part.toLowerCase()));
}

function pathOf({ moduleId, project }: TestSpecification): string {
  const { root } = project.vitest.config;
  return moduleId.startsWith(root) ? moduleId.slice(root.length + 1) : moduleId;
}
