import { expect, type TestAPI, type TestContext, test as vitestTest } from 'vitest';
import { type Deployment, type DeployOptions, deploy as deployInto, type StartedWorld } from '../index.ts';
import { ScenarioClient } from './client.ts';
import { checkConservation } from './conservation.ts';
import { Evidence } from './evidence.ts';
import { describeFailure } from './failure-report.ts';
import { FaultCheck } from './fault-check.ts';
import { LeakCheck } from './leak-check.ts';
import type { ReplayedTest } from './replay-command.ts';
import { type ScenarioMeta, type ScenarioOptions, splitOptions } from './scenario-options.ts';
import { startScenarioWorld } from './start-scenario-world.ts';
import { TargetNames } from './target-names.ts';

/** What a scenario's function is given. */
export interface ScenarioFixtures {
  /** The world it takes place in: loopback by default, NLB_WORLD says otherwise. */
  readonly world: StartedWorld;
  /** Harness time. */
  readonly clock: StartedWorld['clock'];
  /** Builds a load balancer with targets, through the AWS SDK. */
  readonly deploy: (options?: DeployOptions) => Promise<Deployment>;
  /** Sends datagrams and says who served them. */
  readonly client: ScenarioClient;
}

interface InternalFixtures extends ScenarioFixtures {
  readonly evidence: Evidence;
  readonly names: TargetNames;
  readonly guard: undefined;
}

const fixtures = vitestTest.extend<InternalFixtures>({
  world: async ({ task, skip }, use) => {
    const options = (task.meta as ScenarioMeta).scenario ?? {};
    const leaks = await LeakCheck.begin();
    try {
      await using world = await startScenarioWorld(options);
      const missing = (options.needs ?? []).filter((capability) => !world.capabilities.has(capability));
      if (missing.length > 0) skip(`the ${world.name} world lacks ${missing.join(', ')}`);
      await use(world);
    } catch (error) {
      leaks.abandon();
      throw error;
    }
    await leaks.check();
  },
  clock: async ({ world }, use) => use(world.clock),
  evidence: async ({ world }, use) => use(new Evidence(world)),
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from it which fixtures this one needs
  names: async ({}, use) => use(new TargetNames()),
  deploy: async ({ world, evidence, names }, use) => {
    await using deployments = new AsyncDisposableStack();
    await use(async (options) => {
      const deployment = deployments.use(await deployInto(world, options));
      evidence.startAfterDeploy();
      names.add(deployment);
      return deployment;
    });
  },
  client: async ({ world, evidence }, use) => {
    await using client = new ScenarioClient(world, () => evidence.countDatagram());
    await use(client);
  },
  guard: [
    async ({ world, evidence, names, task }, use) => {
      const faults = new FaultCheck(world);
      await use(undefined);
      if (task.result?.state === 'fail') {
        console.error(await describeFailure(world, identify(task), names));
        return;
      }
      if (task.result?.state !== 'pass') return;
      checkConservation(await world.snapshot());
      const options = (task.meta as ScenarioMeta).scenario ?? {};
      if (!options.expectsFaults) faults.check();
      if (!options.expectsNoTraffic) evidence.check(hasAsserted(task));
    },
    { auto: true },
  ],
});

/** Vitest counts the assertions of its global `expect` for one test at a time; those at the same time share it. */
function hasAsserted(task: TestContext['task']): boolean | undefined {
  const calls = [expect, task.context.expect].map((counting) => counting.getState().assertionCalls);
  if (calls.some((count) => count > 0)) return true;
  return task.concurrent ? undefined : false;
}

function identify(task: TestContext['task']): ReplayedTest {
  return { fullTitle: task.fullTestName, file: task.file.name, project: task.file.projectName };
}

declare module 'vitest' {
  // So that they are known wherever options are taken, also by what `each`, `for` and the like return.
  interface TestOptions extends ScenarioOptions {}
}

/** vitest's `test`, whose options may also hold those of a scenario and whose function gets its fixtures. */
export type ScenarioTest = TestAPI<ScenarioFixtures>;

/** Properties of `test` that take the same arguments as `test` itself. */
const VARIANTS = new Set<PropertyKey>(['only', 'skip', 'todo', 'fails', 'concurrent']);

/** Properties of `test` that return what takes them. */
const MAKERS = new Set<PropertyKey>(['each', 'for', 'runIf', 'skipIf', 'extend', 'override', 'scoped']);

type Callable = (...parameters: unknown[]) => unknown;

/** The same function, that understands the options of a scenario; and so do all that it leads to. */
function acceptScenarioOptions<Api extends object>(api: Api): Api {
  return new Proxy(api, {
    apply: (target, self, [title, ...rest]: readonly unknown[]) =>
      Reflect.apply(target as Callable, self, [
        title,
        ...rest.map((argument) => (isOptions(argument) ? splitOptions(argument) : argument)),
      ]),
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (MAKERS.has(key)) return acceptInResult(value as Callable);
      return VARIANTS.has(key) ? acceptScenarioOptions(value) : value;
    },
  });
}

/** What is given to a maker itself are cases, conditions and fixtures: no options, whatever they look like. */
function acceptInResult(make: Callable): Callable {
  return function (this: unknown, ...parameters) {
    return acceptScenarioOptions(Reflect.apply(make, this, parameters) as object);
  };
}

function isOptions(argument: unknown): argument is Record<string, unknown> {
  return typeof argument === 'object' && argument !== null;
}

/**
 * A scenario: vitest's `test` with a world, and with the fixtures `deploy`, `client`, `clock` and `world`.
 *
 * After each test the harness checks that every datagram had a counted fate, that the test proved something, and
 * that nothing is left behind. On failure it prints flow table, health history, seed and a replay command.
 */
export const test: ScenarioTest = acceptScenarioOptions(fixtures as ScenarioTest);
