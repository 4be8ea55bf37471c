import { AwsError } from '../aws-error.ts';

/**
 * The kinds of resource that callers name by id, with EC2's errors for ids that are wrong. AWS spells them
 * unevenly (`InvalidGroup.NotFound` but `InvalidGroupId.Malformed`); that is copied, not tidied.
 */
const RESOURCE_KINDS = {
  vpc: { prefix: 'vpc', noun: 'vpc ID', code: 'InvalidVpcID' },
  subnet: { prefix: 'subnet', noun: 'subnet ID', code: 'InvalidSubnetID' },
  instance: { prefix: 'i', noun: 'instance ID', code: 'InvalidInstanceID' },
  'network-interface': {
    prefix: 'eni',
    noun: 'networkInterface ID',
    code: 'InvalidNetworkInterfaceID',
    malformedCode: 'InvalidNetworkInterfaceId',
  },
  allocation: { prefix: 'eipalloc', noun: 'allocation ID', code: 'InvalidAllocationID' },
  association: { prefix: 'eipassoc', noun: 'association ID', code: 'InvalidAssociationID' },
  image: { prefix: 'ami', noun: 'image id', code: 'InvalidAMIID' },
  volume: { prefix: 'vol', noun: 'volume', code: 'InvalidVolume', malformedCode: 'InvalidVolumeID' },
  'internet-gateway': {
    prefix: 'igw',
    noun: 'internetGateway ID',
    code: 'InvalidInternetGatewayID',
    malformedCode: 'InvalidInternetGatewayId',
  },
  /** An internet gateway as the target of a route. */
  gateway: {
    prefix: 'igw',
    noun: 'gateway ID',
    code: 'InvalidGatewayID',
    malformedCode: 'InvalidGatewayId',
  },
  'route-table': {
    prefix: 'rtb',
    noun: 'routeTable ID',
    code: 'InvalidRouteTableID',
    malformedCode: 'InvalidRouteTableId',
  },
  'network-acl': {
    prefix: 'acl',
    noun: 'networkAcl ID',
    code: 'InvalidNetworkAclID',
    malformedCode: 'InvalidNetworkAclId',
  },
  'dhcp-options': {
    prefix: 'dopt',
    noun: 'dhcpOption ID',
    code: 'InvalidDhcpOptionID',
    malformedCode: 'InvalidDhcpOptionsId',
  },
  'key-pair': { prefix: 'key', noun: 'key pair', code: 'InvalidKeyPair' },
  'prefix-list': {
    prefix: 'pl',
    noun: 'prefix list ID',
    code: 'InvalidPrefixListID',
    malformedCode: 'InvalidPrefixListId',
  },
  'security-group': {
    prefix: 'sg',
    noun: 'security group',
    code: 'InvalidGroup',
    malformedCode: 'InvalidGroupId',
  },
  'security-group-rule': {
    prefix: 'sgr',
    noun: 'security group rule ID',
    code: 'InvalidSecurityGroupRuleId',
  },
} as const satisfies Record<string, { prefix: string; noun: string; code: string; malformedCode?: string }>;

export type ResourceKind = keyof typeof RESOURCE_KINDS;

/**
 * The resource with this id.
 *
 * Throws `….Malformed` for what cannot be an id of the kind, and `….NotFound` for an id that nobody has.
 */
export function requireResource<Resource>(
  resources: ReadonlyMap<string, Resource>,
  kind: ResourceKind,
  id: string,
): Resource {
  assertWellFormedId(kind, id);
  const resource = resources.get(id);
  if (resource === undefined) throw notFound(kind, [id]);
  return resource;
}

/** The resources with these ids, or all when none are named. Names every unknown id in one error, as EC2 does. */
export function requireResources<Resource>(
  resources: ReadonlyMap<string, Resource>,
  kind: ResourceKind,
  ids: readonly string[] | undefined,
): Resource[] {
  if (ids === undefined || ids.length === 0) return [...resources.values()];
  for (const id of ids) assertWellFormedId(kind, id);
  const unknown = ids.filter((id) => !resources.has(id));
  if (unknown.length > 0) throw notFound(kind, unknown);
  const named = new Set(ids);
  return [...resources].filter(([id]) => named.has(id)).map(([, resource]) => resource);
}

/** Throws `….Malformed` unless the id has the kind's prefix and 8 or 17 hexadecimal digits. */
export function assertWellFormedId(kind: ResourceKind, id: string): void {
  const { prefix, code, ...rest } = RESOURCE_KINDS[kind];
  const malformed = `${'malformedCode' in rest ? rest.malformedCode : code}.Malformed`;
  if (!id.startsWith(`${prefix}-`))
    throw new AwsError(malformed, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  if (!/^([0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefix.length + 1)))
    throw new AwsError(malformed, `Invalid id: "${id}"`);
}

/** The error for ids of a kind that nobody has. */
export function notFound(kind: ResourceKind, ids: readonly string[]): AwsError {
  const { noun, code } = RESOURCE_KINDS[kind];
  const subject = ids.length === 1 ? `${noun} '${ids[0]}' does` : `${noun}s '${ids.join(', ')}' do`;
  return new AwsError(`${code}.NotFound`, `The ${subject} not exist`);
}
