import type { Ec2State, NetworkInterface } from './state.ts';

/**
 * Makes a public address lead to an interface, and to the instance whose primary one it is; undefined takes it away.
 * The instance keeps a copy because that is where callers look for it.
 */
export function setPublicIp(
  state: Ec2State,
  networkInterface: NetworkInterface,
  publicIp: string | undefined,
): void {
  networkInterface.publicIp = publicIp;
  const { attachedInstanceId } = networkInterface;
  const instance = attachedInstanceId === undefined ? undefined : state.instances.get(attachedInstanceId);
  if (instance?.networkInterfaceId === networkInterface.networkInterfaceId)
    instance.publicIpAddress = publicIp;
}

/** Takes its public address from an interface; an Elastic IP address stays allocated. */
export function disassociateInterface(state: Ec2State, networkInterfaceId: string): void {
  for (const address of state.addresses.values()) {
    if (address.networkInterfaceId !== networkInterfaceId) continue;
    address.networkInterfaceId = undefined;
    address.associationId = undefined;
  }
  const networkInterface = state.networkInterfaces.get(networkInterfaceId);
  if (networkInterface) setPublicIp(state, networkInterface, undefined);
}

/** Whether an Elastic IP address, which outlives stops and starts, leads to the interface. */
export function hasElasticIpAddress(state: Ec2State, networkInterfaceId: string): boolean {
  return [...state.addresses.values()].some((address) => address.networkInterfaceId === networkInterfaceId);
}
