import { isRegionName } from '../core/region-name.ts';
import { TIMINGS } from '../core/timings.ts';
import { HarnessError } from '../errors.ts';
import type { EmulatedWorldOptions } from './start-emulated-world.ts';

const PROFILES = Object.keys(TIMINGS);

/** Throws HARNESS_ARGUMENT_INVALID for the first option that cannot be, before anything is started. */
export function checkWorldOptions({ seed = 1, region, profile, port, dnsPort }: EmulatedWorldOptions): void {
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', seed, 'a whole number from 0 up');
  if (region !== undefined) checkRegionName(region);
  if (profile !== undefined) checkChoice('profile', profile, PROFILES);
  checkPort('port', port);
  checkPort('dnsPort', dnsPort);
}

/** Throws HARNESS_ARGUMENT_INVALID for what is not one of the choices. */
export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) refuse(name, value, `one of: ${choices.join(', ')}`);
}

function checkPort(name: string, port = 0): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    refuse(name, port, 'a whole number from 0 to 65535; 0 takes a free one');
}

function checkRegionName(region: string): void {
  if (!isRegionName(region)) refuse('region', region, "the name of a Region, like 'us-east-1'");
}

function refuse(name: string, value: unknown, expected: string): never {
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  throw new HarnessError('HARNESS_ARGUMENT_INVALID', `The option '${name}' is ${shown}`, `Give ${expected}`);
}
