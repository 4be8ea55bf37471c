import { Command } from 'commander';
import type { ExecOptions } from '../exec/execute-on-host.ts';

const EXAMPLES = `
The command is what stands behind --, and needs no quoting for that:
  nlb-harness exec client -- nc -uv my-nlb-0123456789abcdef.elb.us-east-1.amazonaws.com 8080
  nlb-harness exec 172.31.0.4 -- netstat -nltu
  nlb-harness exec client          a shell

Exit code: the command's own, or 2 where there is no such host.`;

export function execCommand(): Command {
  return new Command('exec')
    .description('run a command on a host of a served world (netns, docker), at this terminal')
    .argument('[host]', 'instance id, Name tag or private address')
    .argument('[command...]', 'behind --, with its arguments; a shell unless given')
    .usage('[options] <host> [-- command...]')
    .option('--list', 'list the hosts and run nothing', false)
    .option('--endpoint <url>', 'where it is served (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566)')
    .option('--region <region>', 'look only there')
    .option('--json', 'with --list: one JSON object a line', false)
    .addHelpText('after', EXAMPLES)
    .action(async (host: string | undefined, command: string[], options: ExecOptions) => {
      const { executeOnHost } = await import('../exec/execute-on-host.ts');
      process.exitCode = await executeOnHost(host, command, options);
    });
}
