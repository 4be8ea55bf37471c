import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkEnum } from './constraints.ts';
import { getLoadBalancer } from './lookup.ts';
import type { LoadBalancer, LoadBalancerType } from './state.ts';

/**
 * Throws unless a load balancer of this type can have the IP address type: an NLB takes `ipv4` and `dualstack`
 * (NLB-LB-22). The subnets here have no IPv6 CIDR blocks, so `dualstack` gets AWS's answer for such subnets.
 * Codes and texts other than those of NLB-LB-23 are unsure.
 */
export function checkIpAddressType(
  type: LoadBalancerType,
  ipAddressType: string | undefined,
  enablePrefixForIpv6SourceNat: string | undefined,
): void {
  checkEnum(ipAddressType, 'ipAddressType', ['ipv4', 'dualstack', 'dualstack-without-public-ipv4']);
  checkEnum(enablePrefixForIpv6SourceNat, 'enablePrefixForIpv6SourceNat', ['on', 'off']);
  if (ipAddressType === 'dualstack-without-public-ipv4' && type !== 'application')
    throw validationError(
      `IP address type 'dualstack-without-public-ipv4' is not supported for load balancers with type '${type}'`,
    );
  if (ipAddressType !== undefined && ipAddressType !== 'ipv4')
    throw new AwsError('InvalidSubnet', 'You must specify subnets with an associated IPv6 CIDR block.');
  if (enablePrefixForIpv6SourceNat !== undefined)
    throw validationError(
      "'EnablePrefixForIpv6SourceNat' can only be specified when using IpAddressType 'dualstack'.",
    );
}

/** SetIpAddressType. Throws LoadBalancerNotFound and what {@link checkIpAddressType} throws. */
export function setIpAddressType(
  region: Region,
  loadBalancerArn: string,
  ipAddressType: string,
): LoadBalancer {
  const loadBalancer = getLoadBalancer(region, loadBalancerArn);
  checkIpAddressType(loadBalancer.type, ipAddressType, undefined);
  return loadBalancer;
}
