import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { UdpQuestion } from './udp-question.ts';

/** Gaps between datagrams, in real time: short at first, because most services start quickly. */
const FIRST_GAP_MS = 50;
const LONGEST_GAP_MS = 1_000;

/** What was asked and what came back. */
export interface UdpConversation {
  readonly answered: boolean;
  /** Datagrams sent. */
  readonly asked: number;
  /** How many of them met a closed port. */
  readonly refused: number;
  /** Answers to none of the questions: how many, and the last of them. */
  readonly otherAnswers: number;
  readonly lastOtherAnswer: Buffer | undefined;
}

/**
 * Asks a UDP service until it answers or the signal aborts. Each datagram is a question of its own, since any of them
 * and any answer may be lost; a late answer to an earlier question counts as well.
 *
 * @throws the system's error where it cannot send there, e.g. ENETUNREACH; or what a question throws at an answer
 */
export async function askUntilAnswered(
  { address, port }: Endpoint,
  nextQuestion: () => UdpQuestion,
  signal: AbortSignal,
): Promise<UdpConversation> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const questions: UdpQuestion[] = [];
  const answered = new AbortController();
  let refused = 0;
  let otherAnswers = 0;
  let lastOtherAnswer: Buffer | undefined;
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    answered.abort();
  };
  // Nobody listens there: not yet, as far as we know. The service is still starting, or being restarted.
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') refused += 1;
    else fail(error);
  };
  try {
    // Connected, so that it hears from nobody else, and of closed ports.
    socket.connect(port, address);
    await once(socket, 'connect');
    socket.on('error', onError);
    socket.on('message', (answer) => {
      try {
        if (questions.some((question) => question.isAnsweredBy(answer))) return answered.abort();
      } catch (error) {
        return fail(error);
      }
      otherAnswers += 1;
      lastOtherAnswer = answer;
    });
    const over = AbortSignal.any([signal, answered.signal]);
    for (let gapMs = FIRST_GAP_MS; !over.aborted; gapMs = Math.min(gapMs * 2, LONGEST_GAP_MS)) {
      const question = nextQuestion();
      questions.push(question);
      socket.send(question.payload, (error) => error && onError(error));
      await setTimeout(gapMs, undefined, { signal: over }).catch(() => undefined);
    }
  } finally {
    socket.close();
  }
  if (failure !== undefined) throw failure;
  return {
    answered: answered.signal.aborted,
    asked: questions.length,
    refused,
    otherAnswers,
    lastOtherAnswer,
  };
}
