import { Command, Option } from 'commander';
import { parseSeed, parseShard } from '../option-values.ts';
import type { RunOptions } from '../run/run-scenarios.ts';

export function runCommand(): Command {
  return new Command('run')
    .description('run scenarios in one world or in several')
    .argument('[names...]', 'parts of file names or titles; all scenarios unless given')
    .option(
      '--world <worlds>',
      'where they take place: one, several with commas, or all that this machine has (default: NLB_WORLD, or loopback)',
    )
    .option('--shard <i/n>', 'only this share of the files', parseShard)
    .option('--seed <seed>', "a whole number, or 'random' (default: NLB_SEED, or 1)", parseSeed)
    .addOption(new Option('--report <form>', 'write a report').choices(['html', 'json', 'junit']))
    .option('--output <file>', 'where the report goes (default: nlb-harness-report.<html|json|xml>)')
    .option('--json', 'one JSON object a line: each result, each world, then the summary', false)
    .action(async (names: string[], options: RunOptions) => {
      const { runScenarios } = await import('../run/run-scenarios.ts');
      process.exitCode = await runScenarios(names, options);
    });
}
