import { CreateNetworkInterfaceCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { emptyEc2State, type NetworkInterface } from '../../core/ec2/state.ts';
import { ServiceInterfaces } from './service-interfaces.ts';

test('an interface whose neighbour is refused is made once', async () => {
  const made: unknown[] = [];
  const send = async (command: unknown) => {
    if (!(command instanceof CreateNetworkInterfaceCommand)) return {};
    const { PrivateIpAddress } = command.input;
    if (PrivateIpAddress === '172.31.0.4') throw new Error('the address is taken');
    await new Promise((resolve) => setImmediate(resolve));
    made.push(PrivateIpAddress);
    return { NetworkInterface: { NetworkInterfaceId: `eni-${made.length}` } };
  };
  const state = emptyEc2State([]);
  for (const privateIpAddress of ['172.31.0.4', '172.31.16.4'])
    state.networkInterfaces.set(`ours at ${privateIpAddress}`, serviceInterface(privateIpAddress));
  const interfaces = new ServiceInterfaces({ send } as unknown as EC2Client, state);
  await expect(interfaces.writeThrough()).rejects.toThrow('the address is taken');
  await expect(interfaces.writeThrough()).rejects.toThrow('the address is taken');
  expect(made).toEqual(['172.31.16.4']);
});

function serviceInterface(privateIpAddress: string): NetworkInterface {
  return {
    networkInterfaceId: `ours at ${privateIpAddress}`,
    subnetId: 'subnet-1',
    privateIpAddress,
    securityGroupIds: [],
    requesterManaged: true,
  } as Partial<NetworkInterface> as NetworkInterface;
}
