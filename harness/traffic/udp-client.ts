import type { Clock } from '../clock/clock.ts';
import { assertDuration } from '../clock/duration.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { Random } from '../core/random.ts';
import { HarnessError } from '../errors.ts';
import type { ClientSocket } from '../worlds/world.ts';
import { parseAgentReply, shortHash } from './agent-reply.ts';
import { atRest } from './at-rest.ts';
import type { DatagramResult } from './datagram-result.ts';
import { Outstanding } from './outstanding.ts';
import { sequenceOf, sequencePayload } from './payload.ts';
import { checkWholeNumber } from './whole-number.ts';

export interface UdpFlowOptions {
  readonly socket: ClientSocket;
  /** Where to send; a function is asked before each datagram, as a client that resolves a name each time. */
  readonly destination: Endpoint | (() => Endpoint | Promise<Endpoint>);
  readonly clock: Clock;
  /** Source of filler. */
  readonly random: Random;
  /**
   * Real milliseconds after which a datagram counts as lost; 1000 when undefined. Where the socket can tell, it does so
   * only when nothing is on its way any more: a busy machine loses nothing.
   */
  readonly replyTimeoutMs?: number | undefined;
}

export interface SendOptions {
  /** Instead of the flow's own. */
  readonly replyTimeoutMs?: number | undefined;
  readonly destination?: Endpoint | undefined;
}

export interface SendManyOptions {
  readonly count: number;
  /** Harness time from one datagram to the next; 0 (default) sends them as fast as replies allow. */
  readonly intervalMs?: number | undefined;
  /** Size of each payload; just the sequence number when undefined. */
  readonly payloadBytes?: number | undefined;
}

const DEFAULT_REPLY_TIMEOUT_MS = 1_000;
/** Datagrams at once: few enough for every socket buffer on the way. */
const BURST_SIZE = 64;
/**
 * How long (real time) a burst waits for the fate of the one before. Where all are lost, it need not be known; but
 * none may still be in a socket's buffer, for which the next would be too many.
 */
const BURST_PATIENCE_MS = 50;

interface Pending {
  readonly sequence: number;
  readonly marked: boolean;
  readonly sentAt: number;
  readonly sent: Uint8Array;
  readonly to: Endpoint;
  readonly startedMs: number;
  reply: { payload: Uint8Array; from: Endpoint; latencyMs: number; arrival: number } | undefined;
  lost: boolean;
  duplicates: number;
  settle: () => void;
  settled: Promise<void>;
}

/**
 * A client: one UDP socket, and so one flow for each destination. Every datagram carries a sequence number and
 * has a result of its own.
 */
export class UdpFlow implements AsyncDisposable {
  readonly #options: UdpFlowOptions;
  readonly #outstanding = new Outstanding<Pending>();
  #nextSequence = 1;
  #arrivals = 0;
  #unexpected = 0;
  #closed = false;

  constructor(options: UdpFlowOptions) {
    this.#options = options;
    options.socket.onDatagram((payload, from) => this.#receive(payload, from));
  }

  /** The client's own endpoint, emulated. */
  get local(): Endpoint {
    return this.#options.socket.local;
  }

  /** Datagrams received that belong to none that was sent. */
  get unexpected(): number {
    return this.#unexpected;
  }

  /**
   * Sends a datagram and waits for its reply or its loss.
   *
   * @param payload text or bytes; the sequence number alone when undefined. Where it starts with `#<digits>`,
   * that is its sequence number.
   */
  async send(payload?: string | Uint8Array, options: SendOptions = {}): Promise<DatagramResult> {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const pending = await this.#launch(bytes ?? this.#numbered(undefined), options);
    await pending.settled;
    return this.#resultOf(pending);
  }

  /**
   * Sends numbered datagrams at a pace of harness time, and waits until the fate of each is known. In virtual
   * time the clock is advanced between two datagrams and waits for the reply to the first.
   */
  async sendMany({ count, intervalMs = 0, payloadBytes }: SendManyOptions): Promise<DatagramResult[]> {
    checkWholeNumber('count', count, 1, Number.MAX_SAFE_INTEGER);
    assertDuration('intervalMs', intervalMs);
    const { clock } = this.#options;
    const sent: Pending[] = [];
    while (sent.length < count) {
      if (sent.length > 0 && intervalMs > 0) await clock.advance(intervalMs);
      else if (sent.length > 0 && sent.length % BURST_SIZE === 0)
        await this.#settleOrGoOn(sent.slice(-BURST_SIZE));
      sent.push(await this.#launch(this.#numbered(payloadBytes), {}));
    }
    await Promise.all(sent.map((pending) => pending.settled));
    return sent.map((pending) => this.#resultOf(pending));
  }

  /** Closes the socket. Datagrams that wait are lost at once. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (let waiting = this.#outstanding.oldest(); waiting; waiting = this.#outstanding.oldest())
      this.#lose(waiting);
    await this.#options.socket.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #numbered(payloadBytes: number | undefined): Uint8Array {
    return sequencePayload(this.#nextSequence, payloadBytes, this.#options.random);
  }

  async #launch(payload: Uint8Array, options: SendOptions): Promise<Pending> {
    if (this.#closed)
      throw new HarnessError(
        'HARNESS_WORLD_STOPPED',
        'The flow has been closed',
        'Send before closing it, or open another one',
      );
    const { socket, destination, clock, replyTimeoutMs = DEFAULT_REPLY_TIMEOUT_MS } = this.#options;
    const mark = sequenceOf(payload);
    const sequence = mark ?? this.#nextSequence;
    this.#nextSequence = Math.max(this.#nextSequence, sequence + 1);
    const to = options.destination ?? (typeof destination === 'function' ? await destination() : destination);
    const { promise, resolve } = Promise.withResolvers<void>();
    const pending: Pending = {
      sequence,
      marked: mark !== undefined,
      sentAt: clock.now(),
      sent: payload,
      to,
      startedMs: performance.now(),
      reply: undefined,
      lost: false,
      duplicates: 0,
      settle: resolve,
      settled: promise,
    };
    this.#outstanding.add(pending);
    // Real time: a datagram is under way in the real network, whatever the harness's clock says.
    const timer = setTimeout(() => this.#giveUp(pending), options.replyTimeoutMs ?? replyTimeoutMs);
    pending.settle = () => {
      clearTimeout(timer);
      this.#outstanding.settle(pending);
      resolve();
    };
    clock.track(promise);
    try {
      await socket.send(payload, to);
    } catch (error) {
      this.#lose(pending);
      throw error;
    }
    return pending;
  }

  #receive(payload: Uint8Array, from: Endpoint): void {
    const arrival = this.#arrivals++;
    const pending = this.#requestOf(payload);
    if (!pending) {
      this.#unexpected += 1;
      return;
    }
    if (pending.reply) {
      pending.duplicates += 1;
      return;
    }
    pending.reply = { payload, from, latencyMs: performance.now() - pending.startedMs, arrival };
    pending.settle();
  }

  #requestOf(reply: Uint8Array): Pending | undefined {
    const said = parseAgentReply(reply);
    const sequence = said?.sequence ?? sequenceOf(reply);
    if (sequence !== undefined) return this.#outstanding.numbered(sequence);
    return said ? this.#outstanding.oldestUnmarked() : this.#outstanding.oldest();
  }

  async #giveUp(pending: Pending): Promise<void> {
    await atRest(this.#options.socket);
    if (!pending.reply) this.#lose(pending);
  }

  #settleOrGoOn(burst: readonly Pending[]): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => void atRest(this.#options.socket).then(resolve), BURST_PATIENCE_MS);
      Promise.all(burst.map((pending) => pending.settled)).then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #lose(pending: Pending): void {
    pending.lost = true;
    pending.settle();
  }

  #resultOf({ sequence, sentAt, sent, to, reply, lost, duplicates }: Pending): DatagramResult {
    const said = reply && parseAgentReply(reply.payload);
    return {
      sequence,
      sentAt,
      sentBytes: sent.length,
      to,
      servedBy: said?.target,
      seenSource: said && this.#endpointIn(said.source),
      intact: said && said.bytes === sent.length && said.sha === shortHash(sent),
      from: reply?.from,
      latencyMs: reply?.latencyMs,
      payload: reply?.payload,
      lost,
      late: lost && reply !== undefined,
      duplicates,
      arrival: reply?.arrival,
    };
  }

  /** The agent names the source that its own socket saw; here it becomes the emulated one. */
  #endpointIn(source: string): Endpoint {
    const [address = '', port] = source.split(':');
    const seen = { address, port: Number(port) };
    return this.#options.socket.toEmulated?.(seen) ?? seen;
  }
}
