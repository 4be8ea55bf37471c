import { Command } from 'commander';
import type { ExplainOptions } from '../explain/ask-explanation.ts';

export function explainCommand(): Command {
  return new Command('explain')
    .description('say where a datagram with this five-tuple would go in a served world, and why')
    .argument('<protocol>', 'udp or tcp')
    .argument('<source>', 'address:port of the client, for example 203.0.113.9:40001')
    .argument('<destination>', "address or DNS name of the load balancer, and the listener's port")
    .option('--endpoint <url>', 'where it is served (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566)')
    .option('--region <region>', 'look only there')
    .option('--json', 'one JSON object', false)
    .action(async (protocol: string, source: string, destination: string, options: ExplainOptions) => {
      const { printExplanation } = await import('../explain/print-explanation.ts');
      await printExplanation({ protocol, source, destination }, options);
    });
}
