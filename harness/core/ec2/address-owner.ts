import type { Ec2State, Instance, NetworkInterface } from './state.ts';

/** The interface that has a private address in a VPC. */
export function networkInterfaceByAddress(
  state: Ec2State,
  vpcId: string,
  address: string,
): NetworkInterface | undefined {
  for (const networkInterface of state.networkInterfaces.values())
    if (networkInterface.privateIpAddress === address && networkInterface.vpcId === vpcId)
      return networkInterface;
  return undefined;
}

/** The instance that has a private address in a VPC, in whatever state; a terminated one has none any more. */
export function findInstanceByAddress(state: Ec2State, vpcId: string, address: string): Instance | undefined {
  const instanceId = networkInterfaceByAddress(state, vpcId, address)?.attachedInstanceId;
  return instanceId === undefined ? undefined : state.instances.get(instanceId);
}
