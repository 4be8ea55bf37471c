import { Command } from 'commander';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say which worlds work on this machine, what is missing and how to get it')
    .option('--json', 'one JSON object a line', false)
    .action(async ({ json }: { json: boolean }) => {
      const { examineMachine } = await import('../doctor/examine-machine.ts');
      process.exitCode = await examineMachine(json);
    });
}
