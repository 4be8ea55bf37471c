import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS } from '../core/timings.ts';
import { HarnessError } from '../errors.ts';
import { startWorkerNode } from '../node/worker-node.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { HostNetwork } from '../worlds/world.ts';
import { StartedEmulator } from './emulator.ts';

/** A machine that has no addresses for networks other than the default VPC's. */
async function startOnFullMachine() {
  const clock = new VirtualClock();
  const emulator = await StartedEmulator.start({
    clock,
    seed: 1,
    timings: TIMINGS.documented,
    port: 0,
    dnsPort: 0,
    throttling: false,
    createNetwork: async () => {
      const network = await startLoopbackHostNetwork({ parseUserData: () => undefined });
      const refuse: HostNetwork['addNetwork'] = async (cidrBlock) => {
        if (cidrBlock.startsWith('172.31.')) return network.addNetwork(cidrBlock);
        throw new HarnessError('HARNESS_NO_FREE_ADDRESS', `No place for ${cidrBlock}`, 'Stop other worlds');
      };
      return new Proxy(network, {
        get: (target, key) => {
          if (key === 'addNetwork') return refuse;
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    startNode: (network, hashSeed) =>
      startWorkerNode({
        hashSeed,
        timeBase: clock.timeBase(),
        addressMap: network.addressMap(),
        bindAnyPort: false,
        preserveClientAddress: true,
        preserveClientPort: false,
        reportFlows: false,
      }),
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
  return { emulator, clock, ec2 };
}

test('what the machine cannot give is a fault, told once; calls succeed and time goes on', async () => {
  const { emulator, clock, ec2 } = await startOnFullMachine();
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.0.0/24' }));
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: Subnet?.SubnetId }));
  await ec2.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
  await clock.advance(60_000);
  const faults = emulator.events.all().filter(({ kind }) => kind === 'fault');
  expect(faults.map(({ text }) => text)).toEqual([
    'No place for 10.9.0.0/16. Stop other worlds. [HARNESS_NO_FREE_ADDRESS]',
  ]);
});
