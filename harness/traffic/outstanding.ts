/** A datagram that was sent, as far as matching replies goes. */
export interface SentDatagram {
  readonly sequence: number;
  /** Whether its payload carries the sequence number. */
  readonly marked: boolean;
}

/** How many datagrams are remembered after their fate is known, to tell late and duplicate replies. */
const REMEMBERED = 65_536;

/**
 * Which datagram a reply belongs to.
 *
 * A reply that names a sequence number belongs to the datagram with that number, whatever came before; one that
 * names none belongs to the oldest datagram that waits. So with services that do not repeat the number, a late
 * reply may be taken for that of a later datagram.
 */
export class Outstanding<Datagram extends SentDatagram> {
  readonly #waiting = new Set<Datagram>();
  /** The latest datagram with a number, waiting or not. */
  readonly #marked = new Map<number, Datagram>();

  add(datagram: Datagram): void {
    this.#waiting.add(datagram);
    if (!datagram.marked) return;
    this.#marked.delete(datagram.sequence);
    this.#marked.set(datagram.sequence, datagram);
    if (this.#marked.size <= REMEMBERED) return;
    for (const oldest of this.#marked.keys()) {
      this.#marked.delete(oldest);
      return;
    }
  }

  /** The datagram of a reply that names this number, waiting or not. */
  numbered(sequence: number): Datagram | undefined {
    for (const datagram of this.#waiting)
      if (datagram.marked && datagram.sequence === sequence) return datagram;
    return this.#marked.get(sequence);
  }

  /** The datagram that has waited longest. */
  oldest(): Datagram | undefined {
    for (const datagram of this.#waiting) return datagram;
    return undefined;
  }

  /** The one that has waited longest of those that carry no number. */
  oldestUnmarked(): Datagram | undefined {
    for (const datagram of this.#waiting) if (!datagram.marked) return datagram;
    return undefined;
  }

  /** Its fate is known: it no longer takes replies that name no number. */
  settle(datagram: Datagram): void {
    this.#waiting.delete(datagram);
  }
}
