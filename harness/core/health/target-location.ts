import type { Instance, NetworkInterface } from '../ec2/state.ts';
import type { Target, TargetGroup } from '../elbv2/state.ts';
import { cidrContains } from '../network/ipv4.ts';
import type { Region } from '../region.ts';

/** The instance behind a target of type `instance`; undefined for other types and for instances long gone. */
export function targetInstance(
  region: Region,
  targetGroup: TargetGroup,
  target: Target,
): Instance | undefined {
  return targetGroup.targetType === 'instance' ? region.ec2.instances.get(target.id) : undefined;
}

/** Where a target's datagrams and probes go: an instance's private address, or the address itself. */
export function targetAddress(region: Region, targetGroup: TargetGroup, target: Target): string | undefined {
  return targetGroup.targetType === 'ip'
    ? target.id
    : targetInstance(region, targetGroup, target)?.privateIpAddress;
}

/**
 * The Availability Zone that a target counts for: its instance's, or that of the subnet which holds its address,
 * or, outside the VPC, the one it was registered with (`all` for every zone, NLB-TA-04).
 */
export function targetZone(region: Region, targetGroup: TargetGroup, target: Target): string | undefined {
  if (targetGroup.targetType !== 'ip')
    return targetInstance(region, targetGroup, target)?.availabilityZone ?? target.availabilityZone;
  const subnet = [...region.ec2.subnets.values()].find(
    ({ vpcId, cidrBlock }) => vpcId === targetGroup.vpcId && cidrContains(cidrBlock, target.id),
  );
  return subnet?.availabilityZone ?? target.availabilityZone;
}

/** The network interface that a target listens at, whose security groups filter what reaches it. */
export function targetInterface(
  region: Region,
  targetGroup: TargetGroup,
  target: Target,
): NetworkInterface | undefined {
  const instance = targetInstance(region, targetGroup, target);
  if (instance) return region.ec2.networkInterfaces.get(instance.networkInterfaceId);
  return [...region.ec2.networkInterfaces.values()].find(
    ({ vpcId, privateIpAddress }) => vpcId === targetGroup.vpcId && privateIpAddress === target.id,
  );
}

/** The port that health checks go to; `traffic-port` follows the target's own port (NLB-HC-10). */
export function healthCheckPort(targetGroup: TargetGroup, target: { readonly port: number }): number {
  const { port } = targetGroup.healthCheck;
  return port === 'traffic-port' ? target.port : Number(port);
}
