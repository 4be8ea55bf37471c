import { inspect } from 'node:util';
import type { TargetHealthStateEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect } from 'vitest';
import { DeployedTarget, HarnessError } from '../index.ts';

/** What a datagram and a line by TCP have in common: who answered. */
interface Answered {
  readonly sequence: number;
  readonly servedBy: string | undefined;
  readonly lost: boolean;
}

/** Limits of a matcher that lets time go by. */
export interface WithinLimit {
  /** Harness time; default 600 000, as long as AWS's own waiters wait. */
  readonly withinMs?: number;
}

interface ScenarioMatchers<R> {
  /** A target reaches a health state, as the API shows it; lets time go by until then. To be awaited. */
  toBecome(state: TargetHealthStateEnum, limit?: WithinLimit): Promise<void>;
  /** One result, or every result of a list, was answered by this target. */
  toBeServedBy(target: DeployedTarget | string): R;
  /** One result, or every result of a list, has no answer. */
  toBeLost(): R;
}

declare module 'vitest' {
  // The parameters must be named as vitest names them.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends ScenarioMatchers<R> {}
}

expect.extend({
  async toBecome(received: unknown, state: TargetHealthStateEnum, { withinMs = 600_000 }: WithinLimit = {}) {
    if (!(received instanceof DeployedTarget))
      throw new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `toBecome() is for a target of a deployment, and was used on ${inspect(received, { depth: 0 })}`,
        'Take one from its `targets`, or by `target(name)`',
      );
    const pass = await received.becomes(state, { withinMs });
    const actual = pass ? state : await received.healthState();
    return {
      pass,
      message: () =>
        pass
          ? `Expected ${received.name} not to become ${state} within ${withinMs / 1000} s, but it did`
          : `Expected ${received.name} to become ${state} within ${withinMs / 1000} s of harness time, but it is ${actual}`,
    };
  },

  toBeServedBy(received: Answered | readonly Answered[], target: DeployedTarget | string) {
    const name = nameOf(target);
    const results = listOf(received);
    const others = results.filter(({ servedBy }) => servedBy !== name);
    return {
      pass: results.length > 0 && others.length === 0,
      message: () =>
        results.length === 0
          ? 'Expected datagrams, but the list is empty: nothing was sent'
          : `Expected ${results.length} datagrams to be served by ${name}, but ${others.length} were not: ${describe(others)}`,
    };
  },

  toBeLost(received: Answered | readonly Answered[]) {
    const results = listOf(received);
    const answered = results.filter(({ lost }) => !lost);
    return {
      pass: results.length > 0 && answered.length === 0,
      message: () =>
        results.length === 0
          ? 'Expected datagrams, but the list is empty: nothing was sent'
          : `Expected ${results.length} datagrams to be lost, but ${answered.length} were answered: ${describe(answered)}`,
    };
  },
});

/** Nobody has the name `undefined`, and a lost datagram was not served by him. */
function nameOf(target: unknown): string {
  if (target instanceof DeployedTarget) return target.name;
  if (typeof target === 'string' && target !== '') return target;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `toBeServedBy() was given ${inspect(target, { depth: 0 })}`,
    'Give a target of a deployment, or its name',
  );
}

function listOf(received: Answered | readonly Answered[]): readonly Answered[] {
  return Array.isArray(received) ? received : [received as Answered];
}

function describe(results: readonly Answered[]): string {
  return results
    .slice(0, 5)
    .map(
      ({ sequence, servedBy, lost }) =>
        `#${sequence} ${lost ? 'lost' : `by ${servedBy ?? 'an unknown service'}`}`,
    )
    .join(', ')
    .concat(results.length > 5 ? ', …' : '');
}

export { expect };
