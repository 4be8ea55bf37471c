import type { Endpoint } from '../core/network/endpoint.ts';
import type { DatagramSocket, SentCallback, SocketHandlers } from './socket-layer.ts';

interface User {
  readonly handlers: SocketHandlers;
  /** Where it sent to last. */
  to: Endpoint | undefined;
}

/**
 * One socket for several users, each of which speaks to one endpoint at a time. A datagram is for the user who
 * speaks to its sender. Where several do, or none, it is for the one who sent last: for UDP it is not documented
 * what becomes of such replies (NLB-RT-26, unsure).
 */
export class SharedSocket {
  readonly #socket: DatagramSocket;
  /** Who sent last comes last. */
  #users: User[] = [];
  readonly #onUnused: () => void;

  /** `bind` is called at once and may throw. */
  constructor(bind: (handlers: SocketHandlers) => DatagramSocket, onUnused: () => void) {
    this.#onUnused = onUnused;
    this.#socket = bind({
      receive: (payload, from) => this.#userFor(from)?.handlers.receive(payload, from),
      fault: (error) => this.#users.at(-1)?.handlers.fault(error),
    });
  }

  /** A user's view of the socket, which closes for good with the last one. */
  join(handlers: SocketHandlers): DatagramSocket {
    const user: User = { handlers, to: undefined };
    this.#users.push(user);
    let closed: Promise<void> | undefined;
    return {
      local: this.#socket.local,
      send: (payload, to, sent) => this.#send(user, payload, to, sent),
      close: () => {
        closed ??= this.#leave(user);
        return closed;
      },
    };
  }

  #send(user: User, payload: Uint8Array, to: Endpoint, sent: SentCallback): void {
    user.to = to;
    if (this.#users.length > 1) this.#users = [...this.#users.filter((other) => other !== user), user];
    this.#socket.send(payload, to, sent);
  }

  #userFor({ address, port }: Endpoint): User | undefined {
    const speaksToSender = ({ to }: User) => to?.port === port && to.address === address;
    return this.#users.findLast(speaksToSender) ?? this.#users.at(-1);
  }

  async #leave(user: User): Promise<void> {
    this.#users = this.#users.filter((other) => other !== user);
    if (this.#users.length > 0) return;
    this.#onUnused();
    await this.#socket.close();
  }
}
