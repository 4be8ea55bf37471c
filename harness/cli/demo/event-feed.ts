import type { StartedWorld, WorldEvent } from '../../index.ts';

/**
 * What happens in the world, told in the order of what is seen: while a datagram is under way, events wait, so that
 * they stand behind what was sent before them.
 */
export class EventFeed implements Disposable {
  readonly #show: (event: WorldEvent) => void;
  readonly #unsubscribe: () => void;
  readonly #waiting: WorldEvent[] = [];
  #held = 0;

  constructor(world: Pick<StartedWorld, 'onEvent'>, show: (event: WorldEvent) => void) {
    this.#show = show;
    this.#unsubscribe = world.onEvent((event) => {
      if (this.#held > 0) this.#waiting.push(event);
      else show(event);
    });
  }

  /** Makes events wait until what is returned is disposed. */
  hold(): Disposable {
    this.#held += 1;
    return {
      [Symbol.dispose]: () => {
        this.#held -= 1;
        if (this.#held === 0) for (const event of this.#waiting.splice(0)) this.#show(event);
      },
    };
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }
}
