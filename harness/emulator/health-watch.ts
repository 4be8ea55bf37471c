import { describeTargetHealth } from '../core/health/target-health.ts';
import type { Region } from '../core/region.ts';
import type { WorldEvent } from '../worlds/world.ts';

/** What a target's state was when last looked at. */
interface SeenHealth {
  readonly id: string;
  readonly port: number;
  readonly targetGroupArn: string;
  readonly state: string;
}

/**
 * Tells which targets' states, as the API shows them, are others than before: whatever the cause, a check, a
 * call, or time.
 */
export class HealthWatch {
  readonly #region: Region;
  #seen = new Map<string, SeenHealth>();

  constructor(region: Region) {
    this.#region = region;
  }

  /** The changes since the last call. `causes` says what a check saw, by target. */
  changes(now: number, causes: ReadonlyMap<string, string>): WorldEvent[] {
    const before = this.#seen;
    this.#seen = this.#look(now);
    const events: WorldEvent[] = [];
    for (const [key, seen] of this.#seen) {
      const from = before.get(key)?.state;
      if (from !== seen.state) events.push(this.#event(seen, from, seen.state, causes.get(key), now));
    }
    for (const [key, seen] of before) {
      if (!this.#seen.has(key)) events.push(this.#event(seen, seen.state, 'gone', undefined, now));
    }
    return events;
  }

  #look(now: number): Map<string, SeenHealth> {
    const seen = new Map<string, SeenHealth>();
    for (const targetGroup of this.#region.elbv2.targetGroups.values()) {
      for (const [key, target] of targetGroup.targets) {
        const { state } = describeTargetHealth(this.#region, targetGroup, target, now);
        const { id, port } = target;
        seen.set(healthKey(targetGroup.arn, key), { id, port, targetGroupArn: targetGroup.arn, state });
      }
    }
    return seen;
  }

  #event(
    { id, port, targetGroupArn }: SeenHealth,
    from: string | undefined,
    to: string,
    cause: string | undefined,
    at: number,
  ): WorldEvent {
    return {
      at,
      region: this.#region.name,
      kind: 'target-health',
      subject: `${id}:${port}`,
      text: `target ${id}:${port}: ${from ?? 'new'} → ${to}${cause ? ` (${cause})` : ''}`,
      detail: { targetGroupArn, id, port, from: from ?? null, to, probe: cause ?? null },
    };
  }
}

/** One registration among all of a Region. */
export function healthKey(targetGroupArn: string, targetKey: string): string {
  return `${targetGroupArn} ${targetKey}`;
}
