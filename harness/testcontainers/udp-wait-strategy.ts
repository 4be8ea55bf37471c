import { setTimeout } from 'node:timers/promises';
import { getContainerRuntimeClient, type WaitStrategy } from 'testcontainers';
import { HarnessError } from '../errors.ts';
import { askUntilAnswered, type UdpConversation } from './ask-until-answered.ts';
import { type Container, containerExit, lastWords } from './container.ts';
import { describeConversation } from './describe-conversation.ts';
import { mappedEndpoint } from './mapped-endpoint.ts';
import type { UdpQuestion } from './udp-question.ts';

/** As long as testcontainers' own strategies wait. */
const DEFAULT_STARTUP_TIMEOUT_MS = 60_000;

/** What testcontainers knows of a container's ports. */
type BoundPorts = Parameters<WaitStrategy['waitUntilReady']>[1];

/** Waits until a container answers at a UDP port. Made by `UdpWait`. */
export class UdpWaitStrategy implements WaitStrategy {
  readonly #containerPort: number;
  readonly #expected: string;
  readonly #nextQuestion: () => UdpQuestion;
  #startupTimeoutMs: number | undefined;

  /**
   * @param expected for people: what is waited for
   * @param nextQuestion gives the next datagram to send
   */
  constructor(containerPort: number, expected: string, nextQuestion: () => UdpQuestion) {
    this.#containerPort = containerPort;
    this.#expected = expected;
    this.#nextQuestion = nextQuestion;
  }

  withStartupTimeout(startupTimeoutMs: number): this {
    this.#startupTimeoutMs = startupTimeoutMs;
    return this;
  }

  isStartupTimeoutSet(): boolean {
    return this.#startupTimeoutMs !== undefined;
  }

  getStartupTimeout(): number {
    return this.#startupTimeoutMs ?? DEFAULT_STARTUP_TIMEOUT_MS;
  }

  /**
   * For testcontainers, which calls it once the container runs.
   *
   * @throws HarnessError HARNESS_CONTAINER_NOT_READY when the time is over or the container has ended, with what was
   * asked and answered and what the container wrote last; HARNESS_ARGUMENT_INVALID when the port is not exposed
   */
  async waitUntilReady(container: Container, boundPorts: BoundPorts): Promise<void> {
    const { info } = await getContainerRuntimeClient();
    const { host, hostIps } = info.containerRuntime;
    const [first = { address: host, family: 4 }, ...others] = hostIps;
    const endpoint = await mappedEndpoint(container, this.#containerPort, boundPorts, [first, ...others]);
    const over = new AbortController();
    const { signal } = over;
    const timeoutMs = this.getStartupTimeout();
    const ending = Promise.race([
      setTimeout(timeoutMs, undefined, { signal }).then(() => `did not give it within ${timeoutMs} ms`),
      containerExit(container, signal),
    ]);
    // Aborted once it is answered: then nobody asks how it would have ended.
    const why = ending.catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return '';
    });
    const conversation = askUntilAnswered(endpoint, this.#nextQuestion, signal);
    try {
      const outcome = await Promise.race([conversation, why]);
      if (typeof outcome !== 'string') return;
      over.abort();
      throw await this.#notReady(container, outcome, await conversation);
    } finally {
      over.abort();
      await Promise.allSettled([conversation, why]);
    }
  }

  async #notReady(container: Container, why: string, conversation: UdpConversation): Promise<HarnessError> {
    return new HarnessError(
      'HARNESS_CONTAINER_NOT_READY',
      `Waited for ${this.#expected} from ${this.#containerPort}/udp, and the container ${why}. ${describeConversation(conversation)}. ${await lastWords(container)}`,
      'See that the service listens at that port on all addresses of the container, and answers what it is asked',
    );
  }
}
