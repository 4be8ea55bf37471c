import { Command, Option } from 'commander';
import { parseServicePort } from '../option-values.ts';
import type { UserDataOptions } from '../user-data/target-config.ts';

export function userDataCommand(): Command {
  return new Command('user-data')
    .description('print the user data that makes an EC2 instance, or an emulated one, a target')
    .argument('[command...]', 'a service of your own to run in place of the target agent; put -- before it')
    .option('--name <name>', 'what the agent calls itself in its replies', 'target')
    .option('--udp-port <port>', 'where datagrams are received', parseServicePort, 8080)
    .addOption(
      new Option('--health <protocol>', 'what the health listener speaks')
        .choices(['tcp', 'http', 'https'])
        .default('tcp'),
    )
    .option(
      '--health-port <port>',
      'where health checks are answered (default: the UDP port)',
      parseServicePort,
    )
    .option('--control-port <port>', "where the agent's HTTP controls are (default: 8079)", parseServicePort)
    .option('--no-udp', 'no UDP service')
    .option('--no-health', 'no health listener')
    .option('--base64', 'in base64, as the EC2 API takes it', false)
    .action(async (command: string[], options: UserDataOptions) => {
      const { printUserData } = await import('../user-data/print-user-data.ts');
      await printUserData(command, options);
    });
}
