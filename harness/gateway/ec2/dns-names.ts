/** The domain in which a Region's private names are. */
export function privateDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}

/** The name that a private address has inside its VPC. */
export function privateDnsName(region: string, address: string): string {
  return `ip-${address.replaceAll('.', '-')}.${privateDomain(region)}`;
}

/** The name that a public address has. */
export function publicDnsName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${address.replaceAll('.', '-')}.${domain}.amazonaws.com`;
}
