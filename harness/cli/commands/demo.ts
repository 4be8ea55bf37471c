import { Command } from 'commander';
import type { DemoOptions } from '../demo/show-demo.ts';
import { parseSpeed } from '../option-values.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .description('the walk-through: build an NLB, send datagrams, fail the health check, watch the failover')
    .option('--speed <n>', 'harness seconds in a real one', parseSpeed, 5)
    .option('--instant', 'wait for nothing: move the time by hand', false)
    .option('--json', 'one JSON object a line', false)
    .action(async (options: DemoOptions) => {
      const { showDemo } = await import('../demo/show-demo.ts');
      process.exitCode = await showDemo(options);
    });
}
