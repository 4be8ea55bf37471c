/**
 * Hands on what comes to whoever listens, and keeps what comes before: a socket's first datagram may be in one piece
 * with the news that it is open.
 */
export class Inbox<Item extends readonly unknown[]> {
  readonly #early: Item[] = [];
  #listener: ((...item: Item) => void) | undefined;

  take(...item: Item): void {
    if (this.#listener) this.#listener(...item);
    else this.#early.push(item);
  }

  listen(listener: (...item: Item) => void): void {
    this.#listener = listener;
    for (const item of this.#early.splice(0)) listener(...item);
  }
}
