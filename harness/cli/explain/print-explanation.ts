import { styleText } from 'node:util';
import { DROP_REASONS, type Explanation, formatEndpoint, formatFiveTuple } from '../../index.ts';
import { createOutput } from '../output.ts';
import { askExplanation, type ExplainOptions, type Question } from './ask-explanation.ts';

/** Asks a served world and prints each step of its decision, then the verdict. */
export async function printExplanation(question: Question, options: ExplainOptions): Promise<void> {
  const explanation = await askExplanation(question, options);
  const output = createOutput(options.json);
  output.data(explanation);
  output.text(styleText('bold', formatFiveTuple(explanation.fiveTuple)));
  output.text();
  for (const { rule, text } of explanation.steps) {
    output.text(`  ${styleText('dim', (rule ?? '').padEnd(10))}  ${text}`);
  }
  output.text();
  output.text(describeVerdict(explanation));
}

function describeVerdict({ verdict }: Explanation): string {
  if (verdict.kind === 'drop') {
    const reason = `drop (${verdict.reason})`;
    return `${styleText('red', reason)}: ${DROP_REASONS[verdict.reason]}`;
  }
  const { target, flow, movedFrom } = verdict;
  const flowText = movedFrom ? `the flow moves from ${movedFrom.id}` : `${flow} flow`;
  return `${styleText('green', 'forward')} to ${target.id} (${formatEndpoint(target)}), ${flowText}`;
}
