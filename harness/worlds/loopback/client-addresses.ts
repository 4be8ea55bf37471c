/** The block that clients on the Internet send from: documentation addresses, so nobody's (RFC 5737). */
export const INTERNET_CIDR_BLOCK = '203.0.113.0/24';

const HOSTS = 254;

/**
 * Hands out client addresses in turn, those that nobody uses first. With more sockets than addresses, clients
 * share: they differ in their ports.
 */
export class ClientAddresses {
  readonly #users = new Map<string, number>();
  #last = 0;

  take(): string {
    for (let step = 1; step <= HOSTS; step += 1) {
      const host = ((this.#last + step - 1) % HOSTS) + 1;
      const address = `203.0.113.${host}`;
      if (this.#users.has(address)) continue;
      this.#last = host;
      return address;
    }
    this.#last = (this.#last % HOSTS) + 1;
    return `203.0.113.${this.#last}`;
  }

  /** Notes that a socket uses an address. Returns the way to take that back. */
  use(address: string): () => void {
    this.#users.set(address, (this.#users.get(address) ?? 0) + 1);
    return () => {
      const rest = (this.#users.get(address) ?? 0) - 1;
      if (rest > 0) this.#users.set(address, rest);
      else this.#users.delete(address);
    };
  }
}
