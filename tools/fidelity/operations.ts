import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { OPERATION_NOTES, WIRE_NOTES } from '../../harness/core/ledger/operation-notes.ts';
import { elbv2Operations } from '../../harness/gateway/elbv2/index.ts';
import { row } from './table.ts';

/** Every operation of the official model, by name. */
export const OPERATIONS: readonly string[] = Object.keys(elbv2)
  .flatMap((name) => /^([A-Z]\w*)Command$/.exec(name)?.[1] ?? [])
  .toSorted();

/** What each operation of ELBv2 answers here. */
export function operationsSection(): string {
  return [
    '## Operations of ELBv2\n',
    `Of the ${OPERATIONS.length} operations of the official model ${OPERATIONS.filter(isAnswered).length} are answered by AWS's rules; the others are`,
    'refused with OperationNotPermitted and a text that names them.\n',
    row(['operation', 'here', 'note']),
    row(['---', '---', '---']),
    ...OPERATIONS.map((name) =>
      row([name, isAnswered(name) ? 'answered' : 'refused by name', OPERATION_NOTES[name] ?? '']),
    ),
    '\nFor all of them:\n',
    ...WIRE_NOTES.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function isAnswered(name: string): boolean {
  return name in elbv2Operations;
}
