import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalStackWorld } from '../emulator/localstack-world.fixture.ts';
import { exchange } from './http-exchange.ts';

test('a world whose LocalStack goes says so, to the caller and as a fault', async () => {
  const proxy = await startProxy();
  const { world, ec2, elbv2, faults } = await startLocalStackWorld({ endpoint: proxy.endpoint });
  const [subnetId = ''] = (await world.emulator.region('us-east-1')).region.ec2.subnets.keys();
  proxy.cut();

  const lost = `LocalStack at ${proxy.endpoint} does not answer: connect ECONNREFUSED`;
  const launch = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const refusal = { name: 'InternalFailure', message: expect.stringContaining(lost) };
  await expect(ec2.send(launch)).rejects.toMatchObject(refusal);
  await expect(ec2.send(launch)).rejects.toMatchObject(refusal);
  const balance = new CreateLoadBalancerCommand({ Name: 'a', Type: 'network', Subnets: [subnetId] });
  await expect(elbv2.send(balance)).rejects.toMatchObject(refusal);
  expect((await world.emulator.region('us-east-1')).region.elbv2.loadBalancers.size).toBe(0);

  const [told, ...others] = faults();
  expect(told).toContain(`the AWS endpoint failed to answer ec2 RunInstances: ${lost}`);
  expect(told).toContain('[HARNESS_LOCALSTACK_LOST]');
  // Once, however many calls need it.
  expect(others).toEqual([]);
});

/** LocalStack at an address that can be cut off. */
async function startProxy(): Promise<{ readonly endpoint: string; cut(): void }> {
  const localStack = new URL(process.env.NLB_LOCALSTACK_ENDPOINT ?? '');
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: target = '', rawHeaders } = request;
    const asked = { method, target, rawHeaders, body: Buffer.concat(chunks) };
    const answer = await exchange(localStack, asked, 60_000).catch(() => undefined);
    if (answer) response.writeHead(answer.status, [...answer.rawHeaders]).end(answer.body);
    else response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => cut(server));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, cut: () => cut(server) };
}

function cut(server: Server): void {
  server.close();
  server.closeAllConnections();
}
