import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { formatEndpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import type { AgentControl } from '../worlds/world.ts';

/** What an agent says about itself. Addresses and ports are those that the agent sees. */
export interface AgentState {
  readonly name: string;
  readonly udp: {
    readonly listening: boolean;
    readonly port: number;
    readonly muted: boolean;
    readonly replyFromAnotherPort: boolean;
    /** Datagrams that came in, answered or not. */
    readonly received: number;
    readonly receivedBytes: number;
    readonly replied: number;
    /** `address:port` of up to ten, most recent last. */
    readonly lastSources: readonly string[];
  };
  readonly health: {
    readonly listening: boolean;
    readonly port: number;
    readonly stalled: boolean;
    readonly statusCode: number;
    /**
     * Connections taken: about one a probe. May lag behind TCP checks that have passed: the system accepts a
     * connection for the agent, which takes it from the backlog, and counts it, a little later.
     */
    readonly connections: number;
  };
  /** The TCP service, where it has a port of its own. */
  readonly tcp: {
    readonly listening: boolean;
    readonly port: number;
    readonly connections: number;
    /** Lines that came in by TCP, at this port or at that of a TCP health listener. */
    readonly lines: number;
  };
  readonly delay: { readonly udpMs: number; readonly healthMs: number };
}

/** Speaks to the control interface of a target agent. Every command answers with the state after it. */
export class AgentClient {
  readonly #control: AgentControl;

  /** @param control where the control interface listens, as this machine reaches it */
  constructor(control: AgentControl) {
    this.#control = control;
  }

  state(): Promise<AgentState> {
    return this.#request('GET', '/state');
  }

  /** Lets the health listener listen again, on its old port, and answer. */
  startHealth(): Promise<AgentState> {
    return this.#request('POST', '/health/start');
  }

  /** Closes the health listener and its open connections: checks are refused. */
  stopHealth(): Promise<AgentState> {
    return this.#request('POST', '/health/stop');
  }

  /** Takes connections and never answers a request. A TCP check still passes: it asks for no answer. */
  stallHealth(): Promise<AgentState> {
    return this.#request('POST', '/health/stall');
  }

  /** Status code that HTTP and HTTPS checks get, 200 to 599. */
  setHealthStatus(code: number): Promise<AgentState> {
    return this.#request('POST', '/health/status', { code });
  }

  startUdp(): Promise<AgentState> {
    return this.#request('POST', '/udp/start');
  }

  /** Lets the TCP service listen again. */
  startTcp(): Promise<AgentState> {
    return this.#request('POST', '/tcp/start');
  }

  /** Closes the TCP service and its open connections: clients are refused. */
  stopTcp(): Promise<AgentState> {
    return this.#request('POST', '/tcp/stop');
  }

  /** Closes the UDP socket: datagrams meet a closed port. */
  stopUdp(): Promise<AgentState> {
    return this.#request('POST', '/udp/stop');
  }

  /** Receives and counts datagrams and answers none, while the health listener stays as it is. */
  muteUdp(): Promise<AgentState> {
    return this.#request('POST', '/udp/mute');
  }

  unmuteUdp(): Promise<AgentState> {
    return this.#request('POST', '/udp/unmute');
  }

  /** Answers from a port that nobody sent to, as some services do. */
  replyFromAnotherPort(on: boolean): Promise<AgentState> {
    return this.#request('POST', '/udp/reply-from-another-port', { on });
  }

  /** Real milliseconds before a UDP reply, and before the answer to an HTTP or HTTPS check. */
  setDelay(delay: { readonly udpMs?: number; readonly healthMs?: number }): Promise<AgentState> {
    return this.#request('POST', '/delay', delay);
  }

  /** As it was when it started: everything listens and answers, counters at zero. */
  reset(): Promise<AgentState> {
    return this.#request('POST', '/reset');
  }

  async #request(method: 'GET' | 'POST', path: string, body?: object): Promise<AgentState> {
    const url = `http://${formatEndpoint(this.#control)}${path}`;
    let answer: Answer;
    try {
      answer = await ask(this.#control, method, path, body);
    } catch (cause) {
      throw new HarnessError(
        'HARNESS_TARGET_NOT_READY',
        `The target agent does not answer ${method} ${url}`,
        'Check that its host runs and has not been stopped',
        { cause },
      );
    }
    if (answer.status !== 200)
      throw new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `The target agent refused ${method} ${path}: ${answer.content.error}`,
        'Correct the value',
      );
    return answer.content;
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly content: AgentState & { readonly error?: string };
}

function ask(
  { address, port, connect }: AgentControl,
  method: 'GET' | 'POST',
  path: string,
  body: object | undefined,
): Promise<Answer> {
  // Each request has a connection of its own: an agent that has been stopped closes those that idle.
  const place = connect ? { createConnection: connect } : { host: address, port, agent: false };
  return new Promise((resolve, reject) => {
    const asked = request({ ...place, method, path }, (response) => {
      json(response).then(
        (content) => resolve({ status: response.statusCode, content: content as Answer['content'] }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}
