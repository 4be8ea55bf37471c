import type { Endpoint } from '../core/network/endpoint.ts';
import type { ClientSocket } from '../worlds/world.ts';

/** For tests: a client socket without a network. What is sent is kept, and replies are made by hand. */
export class FakeClientSocket implements ClientSocket {
  readonly local: Endpoint = { address: '203.0.113.1', port: 40_001 };
  readonly sent: { payload: string; to: Endpoint }[] = [];
  closed = 0;
  /** Called for each datagram sent: the network and the service behind it. */
  onSend: (payload: Uint8Array, to: Endpoint) => void | Promise<void> = () => undefined;
  /** As in a world where everybody can be asked. */
  atRest: (() => Promise<void>) | undefined;
  readonly #listeners: ((payload: Uint8Array, from: Endpoint) => void)[] = [];

  async send(payload: Uint8Array, to: Endpoint): Promise<void> {
    this.sent.push({ payload: Buffer.from(payload).toString('latin1'), to });
    await this.onSend(payload, to);
  }

  reply(payload: string, from: Endpoint = { address: '172.31.0.10', port: 8080 }): void {
    for (const listener of this.#listeners) listener(Buffer.from(payload), from);
  }

  onDatagram(listener: (payload: Uint8Array, from: Endpoint) => void): void {
    this.#listeners.push(listener);
  }

  toEmulated({ port }: Endpoint): Endpoint {
    return { address: '203.0.113.1', port };
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** What the agent would say. */
export function agentText(target: string, sequence: number | null, bytes = 2): string {
  return `${JSON.stringify({ target, sequence, source: '127.64.0.1:40001', bytes })}\n`;
}
