import type { Clock } from '../clock/clock.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { ClientConnection, ConnectionOutcome } from '../worlds/world.ts';
import { parseAgentReply } from './agent-reply.ts';
import { atRest } from './at-rest.ts';
import type { ExchangeResult } from './exchange-result.ts';

export interface TcpConnectionOptions {
  readonly connection: ClientConnection;
  readonly clock: Clock;
  /**
   * Real milliseconds after which a line counts as unanswered; 1000 when undefined. Where the connection can tell, it
   * does so only when nothing is on its way any more.
   */
  readonly replyTimeoutMs?: number | undefined;
}

const DEFAULT_REPLY_TIMEOUT_MS = 1_000;
const LINE_FEED = 10;

const encoder = new TextEncoder();

/**
 * A client's TCP connection to a service that answers each line with a line, as the target agent does. Answers come
 * in the order of the lines. What is not of lines can be written and heard as bytes.
 */
export class TcpConnection implements AsyncDisposable {
  readonly #options: TcpConnectionOptions;
  readonly #pieces: Uint8Array[] = [];
  /** Who waits for the next line. */
  readonly #waiting: ((line: string) => void)[] = [];
  #rest = Buffer.alloc(0);
  #nextSequence = 1;

  constructor(options: TcpConnectionOptions) {
    this.#options = options;
    options.connection.onData((piece) => this.#receive(piece));
  }

  /** The client's own endpoint, emulated. */
  get local(): Endpoint {
    return this.#options.connection.local;
  }

  /** Resolves to how it ended: also for one that never came to be. */
  get outcome(): Promise<ConnectionOutcome> {
    return this.#options.connection.outcome;
  }

  /** All that was heard so far. */
  get heard(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }

  /** Sends a line and waits for the one that answers it, or for its loss. The sequence number alone when undefined. */
  async exchange(line?: string): Promise<ExchangeResult> {
    const sequence = this.#nextSequence++;
    const sentAt = this.#options.clock.now();
    const answer = this.#nextLine();
    this.write(`${line ?? `#${sequence}`}\n`);
    const heard = await answer;
    const said = heard === undefined ? undefined : parseAgentReply(encoder.encode(heard));
    return {
      sequence,
      sentAt,
      servedBy: said?.target,
      seenSource: said && this.#endpointIn(said.source),
      line: heard,
      lost: heard === undefined,
    };
  }

  write(data: string | Uint8Array): void {
    this.#options.connection.write(typeof data === 'string' ? encoder.encode(data) : data);
  }

  /** Says that the client has said all; it goes on listening. */
  end(): void {
    this.#options.connection.end();
  }

  /** Ends it at once, with a reset. */
  reset(): void {
    this.#options.connection.reset();
  }

  close(): Promise<void> {
    return this.#options.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#rest = Buffer.concat([this.#rest, piece]);
    for (let end = this.#rest.indexOf(LINE_FEED); end >= 0; end = this.#rest.indexOf(LINE_FEED)) {
      const line = this.#rest.toString('utf8', 0, end);
      this.#rest = this.#rest.subarray(end + 1);
      this.#waiting.shift()?.(line);
    }
  }

  /** The next line that nobody waits for yet; undefined when none comes. */
  #nextLine(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const settle = (line: string | undefined) => {
        clearTimeout(timer);
        resolve(line);
      };
      const giveUp = async () => {
        await atRest(this.#options.connection);
        settle(undefined);
      };
      const timer = setTimeout(giveUp, this.#options.replyTimeoutMs ?? DEFAULT_REPLY_TIMEOUT_MS);
      this.#waiting.push(settle);
      void this.outcome.then(() => settle(undefined));
    });
  }

  /** The agent names the source that its own socket saw; here it becomes the emulated one. */
  #endpointIn(source: string): Endpoint {
    const [address = '', port] = source.split(':');
    const seen = { address, port: Number(port) };
    return this.#options.connection.toEmulated?.(seen) ?? seen;
  }
}
