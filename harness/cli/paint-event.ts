import { styleText } from 'node:util';
import type { WorldEvent } from '../index.ts';

type Colour = 'green' | 'red' | 'yellow';

/** Colours of states that an API shows, of whatever resource. */
const STATE_COLOURS: Readonly<Record<string, Colour>> = {
  healthy: 'green',
  active: 'green',
  running: 'green',
  unhealthy: 'red',
  failed: 'red',
  initial: 'yellow',
  draining: 'yellow',
  'unhealthy.draining': 'yellow',
};

/** An event as a line for people, in the colour of what it means. */
export function paintEvent(event: WorldEvent): string {
  switch (event.kind) {
    case 'api-call':
    case 'flow-closed':
      return styleText('dim', event.text);
    case 'fault':
      return styleText('red', `fault: ${event.text}`);
    case 'flow-opened':
      return styleText('cyan', event.text);
    case 'flow-moved':
      return styleText('magenta', event.text);
    default:
      return paintState(event.text, event.detail.to);
  }
}

function paintState(text: string, state: unknown): string {
  const colour = typeof state === 'string' ? STATE_COLOURS[state] : undefined;
  return colour ? styleText(colour, text) : text;
}
