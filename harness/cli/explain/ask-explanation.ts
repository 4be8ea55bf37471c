import type { Explanation } from '../../index.ts';
import { askServedWorld, type ServedWorldOptions } from '../served-world/ask-served-world.ts';

export interface ExplainOptions extends ServedWorldOptions {
  readonly json: boolean;
}

/** What is asked: endpoints as the user wrote them. The served world checks and resolves them. */
export interface Question {
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
}

/** Asks a served world where a datagram would go. Throws as {@link askServedWorld} does. */
export function askExplanation(question: Question, options: ExplainOptions): Promise<Explanation> {
  return askServedWorld('explain', question, options, isExplanation);
}

function isExplanation(value: unknown): value is Explanation {
  return typeof value === 'object' && value !== null && 'steps' in value && 'verdict' in value;
}
