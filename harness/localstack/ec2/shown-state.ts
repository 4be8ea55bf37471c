import type { Ec2State } from '../../core/ec2/state.ts';

/**
 * A copy of the state in which load balancers' interfaces have the ids that LocalStack gave them: those that callers
 * see, and name.
 *
 * @param writtenIds LocalStack's ids by ours
 */
export function shownState(state: Ec2State, writtenIds: ReadonlyMap<string, string>): Ec2State {
  const idOf = (id: string) => writtenIds.get(id) ?? id;
  const copy = structuredClone(state);
  const networkInterfaces = [...copy.networkInterfaces.values()].map((networkInterface) => {
    const networkInterfaceId = idOf(networkInterface.networkInterfaceId);
    return [networkInterfaceId, { ...networkInterface, networkInterfaceId }] as const;
  });
  for (const address of copy.addresses.values())
    if (address.networkInterfaceId !== undefined)
      address.networkInterfaceId = idOf(address.networkInterfaceId);
  return { ...copy, networkInterfaces: new Map(networkInterfaces) };
}
