import type { Socket } from 'node:net';
import type { ConnectionEnd } from '../../core/forwarding/connection-forwarder.ts';
import { resetConnecting, resetConnection } from '../../libc/reset-connection.ts';
import { systemCode } from '../bind-failure.ts';
import type { FlowClosure } from '../protocol.ts';
import type { ConnectionCounts } from './connection-counts.ts';

/** What a joined connection asks and tells whoever keeps the flows. */
export interface ConnectionKeeping {
  readonly counts: ConnectionCounts;
  /** Asked for everything that an end says, before it goes on: whether there still is a flow to carry it. */
  carry(from: ConnectionEnd, what: 'data' | 'end', bytes: number): boolean;
  /** Told once, when both ends have closed, or something ends the connection for them. */
  ended(cause: FlowClosure): void;
  /** A reset was seen from one of the ends, or sent to one of them. */
  reset(by: ConnectionEnd | 'load-balancer'): void;
  /** This machine did not let the node connect from where it was to. */
  unbindable(error: Error): void;
}

const OTHER = { client: 'target', target: 'client' } as const;

/**
 * A client's connection and the node's to a target, joined: what comes in at one end goes out at the other, no faster
 * than it is taken there. Each direction ends by itself, and a reset of one end resets the other.
 */
export class JoinedConnection {
  readonly #ends: Record<ConnectionEnd, Socket>;
  readonly #keeping: ConnectionKeeping;
  readonly #closed = Promise.withResolvers<void>();
  /** The ends that have said all. */
  readonly #saidAll = new Set<ConnectionEnd>();
  #openEnds = 2;
  #hasEnded = false;

  /** Both are paused, the target's may still be connecting. The client's first word waits until it has. */
  constructor(client: Socket, target: Socket, keeping: ConnectionKeeping, greeting: Uint8Array | undefined) {
    this.#ends = { client, target };
    this.#keeping = keeping;
    for (const end of ['client', 'target'] as const) {
      this.#ends[end].setNoDelay(true);
      this.#ends[end].on('data', (piece: Buffer) => this.#take(end, piece));
      this.#ends[end].on('end', () => this.#takeEnd(end));
      this.#ends[end].on('close', () => this.#onClosed());
      this.#ends[end].pause();
    }
    client.on('error', () => this.#onReset('client'));
    target.on('error', (error) => this.#onTargetError(error));
    target.once('connect', () => {
      if (greeting) target.write(greeting, () => this.#passOnEnd('client'));
      this.#resume();
    });
  }

  /** Resolves when neither end is open. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Ends both sides with a reset. Does nothing for one that has ended, but for letting its sockets go. */
  end(cause: FlowClosure): void {
    this.#end(cause, ['client', 'target']);
  }

  /**
   * The flow is no more, and neither end is told: each gets a reset when it says something (NLB-TC-04), also one that
   * has been waiting for the other.
   */
  forget(cause: FlowClosure): void {
    this.#over(cause);
    this.#resume();
  }

  #over(cause: FlowClosure): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#keeping.ended(cause);
  }

  #resume(): void {
    for (const socket of Object.values(this.#ends)) socket.resume();
  }

  #take(from: ConnectionEnd, piece: Buffer): void {
    const counter = from === 'client' ? this.#keeping.counts.toTargets : this.#keeping.counts.toClients;
    const bytes = piece.length;
    counter.receive(bytes);
    if (!this.#keeping.carry(from, 'data', bytes)) {
      counter.discard(bytes);
      this.#reset(from);
      return;
    }
    counter.hold(bytes);
    const to = this.#ends[OTHER[from]];
    const roomLeft = to.write(piece, (error) => {
      counter.written(error, bytes);
      this.#passOnEnd(from);
    });
    if (roomLeft) return;
    this.#ends[from].pause();
    to.once('drain', () => this.#ends[from].resume());
  }

  #takeEnd(from: ConnectionEnd): void {
    if (this.#keeping.carry(from, 'end', 0)) {
      this.#saidAll.add(from);
      this.#passOnEnd(from);
    } else this.#reset(from);
  }

  /**
   * Only when the system has taken all that came before: Node could not reset a socket whose end is waiting, and a
   * stream that is cut short would look like one that has ended.
   */
  #passOnEnd(from: ConnectionEnd): void {
    const to = this.#ends[OTHER[from]];
    if (this.#saidAll.has(from) && to.writableLength === 0) to.end();
  }

  #onReset(by: ConnectionEnd): void {
    if (this.#hasEnded) return;
    this.#keeping.reset(by);
    this.#passOn(by, by === 'client' ? 'client-reset' : 'target-reset');
  }

  #onTargetError(error: Error): void {
    if (this.#hasEnded) return;
    const call = 'syscall' in error ? error.syscall : undefined;
    if (call === 'bind') this.#keeping.unbindable(error);
    const code = systemCode(error);
    if (call !== 'bind' && call !== 'connect') this.#onReset('target');
    else if (code === 'ECONNREFUSED') {
      this.#keeping.reset('target');
      this.#passOn('target', 'target-refused');
    }
    // Unless the machine lacks the port, that client port is connected to that target already (NLB-RT-26).
    else if (call === 'bind' || code === 'EADDRNOTAVAIL') this.#end('upstream-unavailable', ['client']);
    else this.#end('target-unreachable', ['client']);
  }

  /** One end's reset goes on to the other: it is not one of the load balancer's own. */
  #passOn(by: ConnectionEnd, cause: FlowClosure): void {
    this.#over(cause);
    resetConnection(this.#ends[OTHER[by]]);
    this.#ends[by].destroy();
  }

  #end(cause: FlowClosure, told: readonly ConnectionEnd[]): void {
    this.#over(cause);
    for (const end of told) this.#reset(end);
    for (const socket of Object.values(this.#ends)) {
      if (socket.connecting) resetConnecting(socket);
      else socket.destroy();
    }
  }

  #reset(end: ConnectionEnd): void {
    const socket = this.#ends[end];
    if (socket.destroyed || socket.connecting) return;
    this.#keeping.reset('load-balancer');
    resetConnection(socket);
  }

  #onClosed(): void {
    this.#openEnds -= 1;
    if (this.#openEnds > 0) return;
    this.#over('finished');
    this.#closed.resolve();
  }
}
