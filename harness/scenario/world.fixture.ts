import type { StartedWorld, WorldEvent } from '../index.ts';

/** The part of a world that tells what happens, and a log that keeps as little as is asked for. */
export function fakeEvents(kept: number) {
  const log: WorldEvent[] = [];
  const listeners: ((event: WorldEvent) => void)[] = [];
  return {
    world: {
      events: () => log,
      onEvent: (listener: (event: WorldEvent) => void) => {
        listeners.push(listener);
        return () => undefined;
      },
    } as Partial<StartedWorld> as StartedWorld,
    happens(kind: WorldEvent['kind'], text: string): void {
      const event: WorldEvent = { at: 0, region: 'us-east-1', kind, subject: '', text, detail: {} };
      log.push(event);
      if (log.length > kept) log.shift();
      for (const listener of listeners) listener(event);
    },
  };
}
