import { expect, type TestContext, test as vitestTest } from 'vitest';
import { type Deployment, type DeployOptions, deploy as deployInto, type StartedWorld } from '../index.ts';
import { ScenarioClient } from './client.ts';
import { checkConservation } from './conservation.ts';
import { Evidence } from './evidence.ts';
import { describeFailure } from './failure-report.ts';
import { checkNoFaults } from './fault-check.ts';
import { checkNothingLeft, countHandles } from './leak-check.ts';
import { type ScenarioMeta, type ScenarioOptions, splitOptions } from './scenario-options.ts';
import { startScenarioWorld } from './start-scenario-world.ts';

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
  readonly guard: undefined;
}

const fixtures = vitestTest.extend<InternalFixtures>({
  world: async ({ task, skip }, use) => {
    const options = (task.meta as ScenarioMeta).scenario ?? {};
    const before = countHandles();
    const world = await startScenarioWorld(options);
    const missing = (options.needs ?? []).filter((capability) => !world.capabilities.has(capability));
    if (missing.length > 0) {
      await world.stop();
      skip(`the ${world.name} world lacks ${missing.join(', ')}`);
    }
    try {
      await use(world);
    } finally {
      await world.stop();
    }
    await checkNothingLeft(before);
  },
  clock: async ({ world }, use) => use(world.clock),
  evidence: async ({ world }, use) => use(new Evidence(world)),
  deploy: async ({ world, evidence }, use) => {
    await using deployments = new AsyncDisposableStack();
    await use(async (options) => {
      const deployment = deployments.use(await deployInto(world, options));
      evidence.startAfterDeploy();
      return deployment;
    });
  },
  client: async ({ world, evidence }, use) => {
    await using client = new ScenarioClient(world, () => evidence.countDatagram());
    await use(client);
  },
  guard: [
    async ({ world, evidence, task }, use) => {
      await use(undefined);
      if (task.result?.state === 'fail') {
        console.error(await describeFailure(world, task.name, task.file.name));
        return;
      }
      if (task.result?.state !== 'pass') return;
      checkConservation(await world.snapshot());
      const options = (task.meta as ScenarioMeta).scenario ?? {};
      if (!options.expectsFaults) checkNoFaults(world.events());
      if (!options.expectsNoTraffic) evidence.check(expect.getState().assertionCalls);
    },
    { auto: true },
  ],
});

/** vitest's `test`, whose options may also hold those of a scenario and whose function gets its fixtures. */
export type ScenarioTest = typeof fixtures &
  ((
    title: string,
    options: ScenarioOptions & { readonly timeout?: number },
    body: (fixtures: ScenarioFixtures & TestContext) => void | Promise<void>,
  ) => void);

/** Calls that take the same arguments as `test` itself. */
const VARIANTS = new Set<PropertyKey>(['only', 'concurrent', 'sequential', 'fails']);

function acceptScenarioOptions(api: typeof fixtures): ScenarioTest {
  return new Proxy(api, {
    apply: (target, self, [title, ...rest]: [string, ...unknown[]]) =>
      Reflect.apply(target as (...all: unknown[]) => void, self, [
        title,
        ...rest.map((argument) => (isOptions(argument) ? splitOptions(argument) : argument)),
      ]),
    get: (target, key) => {
      const value = Reflect.get(target, key);
      return VARIANTS.has(key) ? acceptScenarioOptions(value as typeof fixtures) : value;
    },
  }) as ScenarioTest;
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
export const test: ScenarioTest = acceptScenarioOptions(fixtures);
