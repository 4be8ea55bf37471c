import type { UdpConversation } from './ask-until-answered.ts';

const SHOWN_BYTES = 60;

/** For people: what was asked, and what came back instead of the answer. */
export function describeConversation({
  asked,
  refused,
  otherAnswers,
  lastOtherAnswer,
}: UdpConversation): string {
  const shown = lastOtherAnswer?.subarray(0, SHOWN_BYTES).toString();
  const came =
    shown === undefined
      ? 'nothing came back'
      : `${otherAnswers} other answers came, the last one: ${JSON.stringify(shown)}`;
  return `It was asked ${asked} times, ${refused} times the port was closed, and ${came}`;
}
