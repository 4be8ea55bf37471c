import { styleText } from 'node:util';
import type { ServedHost } from '../../index.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { createOutput } from '../output.ts';
import { askServedWorld, type ServedWorldOptions } from '../served-world/ask-served-world.ts';

const COLUMNS = ['instance', 'name', 'address', 'state', 'Region'] as const;
const GAP = '  ';

/** Prints the hosts of a served world. */
export async function listHosts(options: ServedWorldOptions & { readonly json: boolean }): Promise<number> {
  const output = createOutput(options.json);
  const { hosts } = await askServedWorld('hosts', {}, options, isHostList);
  for (const host of hosts) output.data({ kind: 'host', ...host });
  if (hosts.length === 0) output.text('No instance is pending or running.');
  else for (const line of table(hosts)) output.text(line);
  return EXIT_CODES.done;
}

function table(hosts: readonly ServedHost[]): string[] {
  const rows = [
    COLUMNS,
    ...hosts.map(({ instanceId, name = '-', privateIpAddress, state, region }) => [
      instanceId,
      name,
      privateIpAddress,
      state,
      region,
    ]),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head = '', ...lines] = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(GAP)
      .trimEnd(),
  );
  return [styleText('dim', head), ...lines];
}

function isHostList(value: unknown): value is { readonly hosts: readonly ServedHost[] } {
  return Array.isArray(Object(value).hosts);
}
