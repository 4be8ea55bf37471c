import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS } from '../core/timings.ts';
import { HarnessError } from '../errors.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { HostNetwork } from '../worlds/world.ts';
import { StartedEmulator } from './emulator.ts';

const startNetwork = () => startLoopbackHostNetwork({ addresses: 'many', parseUserData: () => undefined });

/** An emulator whose Regions have the networks of the test. */
async function startEmulator(createNetwork: () => Promise<HostNetwork>) {
  const clock = new VirtualClock();
  const emulator = await StartedEmulator.start({
    clock,
    seed: 1,
    timings: TIMINGS.documented,
    port: 0,
    dnsPort: 0,
    createNetwork,
    startNode: () => Promise.reject(new Error('no load balancer is made here')),
  });
  onTestFinished(async () => {
    await emulator.stop();
    clock.stop();
  });
  const ec2 = new EC2Client({
    endpoint: emulator.gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(() => ec2.destroy());
  return { emulator, clock, ec2, faults: () => emulator.events.all().filter(({ kind }) => kind === 'fault') };
}

test('a Region that could not start is started again with the next call, and nothing of the first is left', async () => {
  let attempts = 0;
  let disposed = 0;
  const { ec2 } = await startEmulator(async () => {
    attempts += 1;
    const network = await startNetwork();
    if (attempts > 1) return network;
    return Object.assign(network, {
      openDnsSockets: () => Promise.reject(new Error('no sockets')),
      [Symbol.asyncDispose]: async () => {
        disposed += 1;
      },
    });
  });
  await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'InternalFailure' });
  expect({ attempts, disposed }).toEqual({ attempts: 1, disposed: 1 });
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  expect(attempts).toBe(2);
});

test('a Region that is merely named claims no addresses', async () => {
  const { emulator } = await startEmulator(startNetwork);
  const names = Array.from({ length: 300 }, (_, number) => `eu-test-${number}`);
  const regions = await Promise.all(names.map((name) => emulator.region(name)));
  expect(regions.flatMap(({ network }) => network.addressMap().networks)).toEqual([]);
});

test('a defect behind a call is a fault with its stack, told once for each error', async () => {
  const same = new HarnessError('HARNESS_NO_FREE_ADDRESS', 'No block is left', 'Stop other worlds');
  const { clock, ec2, faults } = await startEmulator(() => Promise.reject(same));
  for (const _attempt of [1, 2])
    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: 'InternalFailure' });
  expect(faults()).toEqual([
    {
      at: clock.now(),
      region: 'us-east-1',
      kind: 'fault',
      subject: 'DescribeVpcs',
      text: expect.stringContaining('the AWS endpoint failed to answer ec2 DescribeVpcs: No block is left'),
      detail: {
        service: 'ec2',
        region: 'us-east-1',
        operation: 'DescribeVpcs',
        message: same.message,
        stack: same.stack,
      },
    },
  ]);
});

test('what the machine cannot give is a fault, told once; calls succeed and time goes on', async () => {
  const { ec2, clock, faults } = await startEmulator(async () => {
    const network = await startNetwork();
    const addNetwork = network.addNetwork.bind(network);
    return Object.assign(network, {
      addNetwork: async (cidrBlock: string) => {
        if (cidrBlock.startsWith('172.31.')) return addNetwork(cidrBlock);
        throw new HarnessError('HARNESS_NO_FREE_ADDRESS', `No place for ${cidrBlock}`, 'Stop other worlds');
      },
    });
  });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.0.0/24' }));
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: Subnet?.SubnetId }));
  await ec2.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
  await clock.advance(60_000);
  expect(faults().map(({ text }) => text)).toEqual([
    'No place for 10.9.0.0/16. Stop other worlds. [HARNESS_NO_FREE_ADDRESS]',
  ]);
});
