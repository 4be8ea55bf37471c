import { readFileSync } from 'node:fs';

/**
 * The command that runs a program of fixtures/services on a host. Its text travels with the command, because a host
 * of its own has Node, and none of our files.
 */
export function ownProgram(name: 'udp-echo' | 'health-sidecar' | 'coupled-sidecar'): {
  readonly command: readonly string[];
} {
  const source = readFileSync(new URL(`../../fixtures/services/${name}.mjs`, import.meta.url), 'utf8');
  return { command: ['node', '--input-type=module', '--eval', source] };
}
