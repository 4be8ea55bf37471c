/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was found, for people. */
  readonly found: string;
  /** What to do where it is not as it should be. */
  readonly remedy: string | undefined;
}

/** How a world stands on this machine. */
export interface WorldReadiness {
  readonly world: 'loopback' | 'netns' | 'docker' | 'live';
  /** Whether this version of the harness has it. */
  readonly built: boolean;
  /** Whether the machine has what it needs. */
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/** A world is ready when all that it cannot do without is there. */
export function readiness(
  world: WorldReadiness['world'],
  built: boolean,
  required: readonly Finding[],
  helpful: readonly Finding[] = [],
): WorldReadiness {
  return { world, built, ready: required.every(({ ok }) => ok), findings: [...required, ...helpful] };
}
