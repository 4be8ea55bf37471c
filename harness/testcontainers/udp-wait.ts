import { MAX_PAYLOAD_BYTES } from '../core/network/payload-limit.ts';
import { HarnessError } from '../errors.ts';
import { anyAnswer, echo } from './udp-question.ts';
import { UdpWaitStrategy } from './udp-wait-strategy.ts';

export interface ForAnswerOptions {
  /** Which answers count; default: all. */
  readonly matches?: (answer: Buffer) => boolean;
}

/**
 * Wait strategies for containers that serve UDP, to be given to `withWaitStrategy` alone or in `Wait.forAll`. The port
 * is that in the container, and has to be exposed: `withExposedPorts('8080/udp')`.
 */
export const UdpWait = {
  /**
   * Waits until the service sends back what it was sent, as it is or inside of more. Every datagram holds a number of
   * its own, so that only an answer to this container's datagrams counts.
   */
  forEcho(containerPort: number): UdpWaitStrategy {
    return new UdpWaitStrategy(containerPort, 'an echo', echo);
  },

  /**
   * Waits until the service answers this payload: at all, or as `matches` wants it.
   *
   * @throws HarnessError HARNESS_ARGUMENT_INVALID for a payload that no datagram holds
   */
  forAnswer(
    containerPort: number,
    payload: string | Uint8Array,
    { matches }: ForAnswerOptions = {},
  ): UdpWaitStrategy {
    const question = Buffer.from(payload);
    if (question.length > MAX_PAYLOAD_BYTES)
      throw new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `The payload to be answered has ${question.length} bytes`,
        `Give at most ${MAX_PAYLOAD_BYTES}, all that UDP over IPv4 can carry`,
      );
    const expected = matches ? 'a matching answer' : 'any answer';
    return new UdpWaitStrategy(containerPort, expected, () => anyAnswer(question, matches));
  },
};
