import type { Capability, RuleId } from '../index.ts';

/** What a scenario says about itself, beside vitest's own test options. */
export interface ScenarioOptions {
  /** Rules of the ledger that this scenario proves. */
  readonly rules?: readonly RuleId[];
  /** Capabilities without which it cannot show anything; it is skipped, with the reason, where one is missing. */
  readonly needs?: readonly Capability[];
  /** Set where a scenario is meant to pass without a datagram or a change of state, e.g. one about refusals. */
  readonly expectsNoTraffic?: boolean;
  /** Set where a scenario means something to break outside of AWS's sight, e.g. a host's process. */
  readonly expectsFaults?: boolean;
  /** Run where only 127.0.0.1 exists, whatever this machine has. */
  readonly addresses?: 'many' | 'single';
  /** Timing profile of the emulated worlds. */
  readonly profile?: 'documented' | 'observed';
}

/** Where the options travel: vitest's task metadata, which reporters see too. */
export interface ScenarioMeta {
  scenario?: ScenarioOptions;
}

const KEYS = [
  'rules',
  'needs',
  'expectsNoTraffic',
  'expectsFaults',
  'addresses',
  'profile',
] as const satisfies readonly (keyof ScenarioOptions)[];

/** Moves our options out of vitest's into the metadata. */
export function splitOptions(options: Record<string, unknown>): Record<string, unknown> {
  const own = Object.fromEntries(KEYS.filter((key) => key in options).map((key) => [key, options[key]]));
  const rest = Object.fromEntries(Object.entries(options).filter(([key]) => !KEYS.includes(key as never)));
  if (Object.keys(own).length === 0) return rest;
  return { ...rest, meta: { ...(rest.meta as object | undefined), scenario: own } };
}
