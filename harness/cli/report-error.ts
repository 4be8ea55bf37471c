import { inspect, styleText } from 'node:util';
import { CommanderError } from 'commander';
import type { HarnessError } from '../index.ts';
import { EXIT_CODES } from './exit-code.ts';

const FAULTS: Readonly<Record<HarnessError['fault'], string>> = {
  user: 'What to change',
  environment: 'What to do on this machine',
  harness: 'A defect of nlb-harness',
};

/**
 * Says on stderr what went wrong: for the harness's own errors what, whose fault it is and what to do, without a
 * stack. Returns the exit code.
 */
export function reportError(error: unknown, options: { readonly debug: boolean }): number {
  // Commander has said it already, or was asked for help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
  const debug = options.debug || (process.env.DEBUG ?? '') !== '';
  const paint = (style: 'red' | 'dim', text: string) => styleText(style, text, { stream: process.stderr });
  const [first, ...later] = inOrder(error);
  if (debug) {
    const colors = process.stderr.hasColors?.() ?? false;
    for (const each of [first, ...later]) console.error(inspect(each, { colors }));
  } else {
    const [what, more] = describe(first);
    console.error(`${paint('red', 'error')} ${what}`);
    console.error(paint('dim', more));
    for (const each of later) console.error(`${paint('red', 'then')} ${describe(each).join('\n')}`);
  }
  return isHarnessError(first) && first.fault !== 'harness' ? EXIT_CODES.usage : EXIT_CODES.failed;
}

/** What went wrong first, and then what did while everything was being stopped because of it. */
function inOrder(error: unknown): readonly unknown[] {
  if (error instanceof SuppressedError) return [...inOrder(error.suppressed), ...inOrder(error.error)];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(inOrder);
  return [error];
}

/** What went wrong, and what to do about it. */
function describe(error: unknown): [string, string] {
  if (!isHarnessError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return [message, 'This was not expected. --debug shows where it came from.'];
  }
  const { message, remedy, code, fault } = error;
  // The remedy gets a line of its own; a list in it ends without a full stop.
  return [
    message.replace(` ${remedy}. [${code}]`, () => ` [${code}]`),
    `${FAULTS[fault]}: ${remedy}${remedy.includes('\n') ? '' : '.'}`,
  ];
}

/** By shape, so that help and usage errors need not load the class with everything that it comes with. */
function isHarnessError(error: unknown): error is HarnessError {
  return error instanceof Error && error.name === 'HarnessError' && 'fault' in error;
}
