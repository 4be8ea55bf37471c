import { styleText } from 'node:util';
import type { MappedAddress, StartedWorld, WorldEvent } from '../../index.ts';
import { formatElapsed } from '../elapsed.ts';
import type { Output } from '../output.ts';
import { paintEvent } from '../paint-event.ts';
import { describeAddress } from './describe-ready.ts';

/** Says what happens in a world, and where on this machine new addresses are. */
export class LiveView implements Disposable {
  readonly #world: StartedWorld;
  readonly #output: Output;
  readonly #startedAt: number;
  readonly #shown: Set<string>;
  readonly #unsubscribe: () => void;

  /** @param shown addresses that have been said already */
  constructor(world: StartedWorld, output: Output, shown: readonly MappedAddress[]) {
    this.#world = world;
    this.#output = output;
    this.#startedAt = world.clock.now();
    this.#shown = new Set(shown.map(describeAddress));
    this.#unsubscribe = world.onEvent((event) => {
      this.#show(event);
      // Networks and listeners come with calls and with states, never with a flow.
      if (!event.kind.startsWith('flow')) void this.#showNewAddresses(event.region, event.at);
    });
  }

  end(): void {
    this.#unsubscribe();
    this.#output.text();
    this.#output.text(styleText('dim', 'Stopping. Ctrl-C again ends it at once.'));
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }

  #show(event: WorldEvent): void {
    this.#output.data(event);
    this.#line(event.at, paintEvent(event));
  }

  async #showNewAddresses(region: string, at: number): Promise<void> {
    // A world that is being stopped has no addresses to tell of.
    const addresses = await this.#world.mappedAddresses(region).catch(() => []);
    for (const address of addresses) {
      const text = describeAddress(address);
      const key = region === this.#world.region ? text : `${region} ${text}`;
      if (this.#shown.has(key)) continue;
      this.#shown.add(key);
      this.#output.data({ kind: 'address', at, region, ...address });
      this.#line(at, styleText('blue', text));
    }
  }

  #line(at: number, text: string): void {
    this.#output.text(`${styleText('dim', formatElapsed(at - this.#startedAt))}  ${text}`);
  }
}
