import { Command, Option } from 'commander';
import { parseLocalStack, parsePort, parseSpeed } from '../option-values.ts';
import type { ServeOptions } from '../serve/serve-world.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the AWS endpoint and the data plane to any AWS client, until Ctrl-C')
    .option('--world <world>', 'loopback, netns or docker (default: NLB_WORLD, or loopback)')
    .option('--port <port>', 'of the AWS endpoint; 0 takes a free one', parsePort, 4566)
    .option('--dns-port <port>', 'of the DNS server; 0 takes a free one', parsePort, 0)
    .option('--region <region>', 'the Region that the printed environment names', 'us-east-1')
    .option(
      '--speed <n>',
      'harness seconds in a real one; above 100 health checks may time out on a busy machine',
      parseSpeed,
      1,
    )
    .addOption(
      new Option('--profile <profile>', 'how long AWS takes: what it documents, or what users measured')
        .choices(['documented', 'observed'])
        .default('documented'),
    )
    .option(
      '--listen <address>',
      'of the AWS endpoint; others than 127.0.0.1 let other machines call it',
      '127.0.0.1',
    )
    .option('--allow-host <name...>', 'by which clients may reach the AWS endpoint, beside localhost', [])
    .option(
      '--attach <cidr-block>',
      'be the router of this network, whose hosts are there; for a container of its own',
    )
    .option(
      '--localstack <url>',
      "with --attach or --world docker: a running LocalStack that holds EC2 and answers for other services; none: EC2 is the emulator's own",
      parseLocalStack,
    )
    .option('--throttling', 'refuse calls that come too fast, by the token buckets of AWS', false)
    .option('--json', 'one JSON object a line: what is served first, then what happens', false)
    .action(async (options: ServeOptions) => {
      const { serveWorld } = await import('../serve/serve-world.ts');
      await serveWorld(options);
    });
}
