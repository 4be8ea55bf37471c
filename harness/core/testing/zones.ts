/** The places of a test region. */
export const VPC_ID = 'vpc-1';
export const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;
export const [ZONE_A, ZONE_B, ZONE_C] = ZONES;

/** Where a zone stands in {@link ZONES}, from 1: the third octet of its subnet. */
export function zoneNumber(availabilityZone: string): number {
  return (ZONES as readonly string[]).indexOf(availabilityZone) + 1;
}

/** The address of a load balancer's node in a zone. */
export function nodeAddress(availabilityZone: string): string {
  return `10.0.${zoneNumber(availabilityZone)}.10`;
}
