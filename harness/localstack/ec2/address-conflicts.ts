import type { Ec2State } from '../../core/ec2/state.ts';

/**
 * One sentence for each address of a VPC that two interfaces have. AWS never gives one twice. LocalStack does: what
 * CreateNetworkInterface has given or was asked for, RunInstances does not know of.
 */
export function addressConflicts({ networkInterfaces }: Ec2State): string[] {
  const owners = new Map<string, string>();
  return [...networkInterfaces.values()].flatMap((networkInterface) => {
    const { vpcId, privateIpAddress, networkInterfaceId, attachedInstanceId } = networkInterface;
    const key = `${vpcId} ${privateIpAddress}`;
    const name = attachedInstanceId ?? (networkInterface.description || networkInterfaceId);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, name);
      return [];
    }
    return [`LocalStack gave the address ${privateIpAddress} of ${vpcId} to both ${owner} and ${name}`];
  });
}
