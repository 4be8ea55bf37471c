import type * as api from '@aws-sdk/client-ec2';
import type { InstanceStateChange } from '../../core/ec2/instance-states.ts';
import type { Ec2State, ElasticIpAddress, Instance, NetworkInterface } from '../../core/ec2/state.ts';
import { addressOf } from './addresses.ts';
import { instanceOf } from './instances.ts';
import { networkInterfaceOf } from './network-interfaces.ts';
import type { Ec2Reading } from './read-ec2.ts';
import { securityGroupOf } from './security-groups.ts';
import { ServiceInterfaces } from './service-interfaces.ts';
import { internetGatewayOf, subnetOf, vpcOf } from './vpcs.ts';

/**
 * Makes the state what was read, in place and at once; parts that were not read stay. So do load balancers'
 * interfaces, and which Elastic IP addresses they have: what LocalStack has of those are copies.
 *
 * @returns what has become of instances
 */
export function applyReading(
  state: Ec2State,
  reading: Partial<Ec2Reading>,
  userData: ReadonlyMap<string, string>,
): InstanceStateChange[] {
  const { vpcs, subnets, securityGroups, internetGateways, networkInterfaces } = reading;
  if (vpcs) replace(state.vpcs, vpcs.map(vpcOf), ({ vpcId }) => vpcId);
  if (subnets) replace(state.subnets, subnets.map(subnetOf), ({ subnetId }) => subnetId);
  if (securityGroups)
    replace(state.securityGroups, securityGroups.map(securityGroupOf), ({ groupId }) => groupId);
  if (internetGateways)
    replace(
      state.internetGateways,
      internetGateways.map(internetGatewayOf),
      ({ internetGatewayId }) => internetGatewayId,
    );
  return networkInterfaces ? applyHosts(state, { ...NOTHING, ...reading, networkInterfaces }, userData) : [];
}

type Hosts = Pick<Ec2Reading, 'instances' | 'networkInterfaces' | 'addresses'>;

const NOTHING: Hosts = { instances: [], networkInterfaces: [], addresses: [] };

/** Instances, interfaces and addresses are read together. */
function applyHosts(
  state: Ec2State,
  reading: Hosts,
  userData: ReadonlyMap<string, string>,
): InstanceStateChange[] {
  const instances = reading.instances.map((instance) =>
    instanceOf(instance, userData.get(instance.InstanceId ?? '') || undefined),
  );
  const changes = changesOf(state.instances, instances);
  const interfaces = [...serviceInterfacesOf(state), ...othersOf(reading)];
  const addresses = addressesOf(state, reading);
  replace(state.instances, instances, ({ instanceId }) => instanceId);
  replace(state.networkInterfaces, interfaces, ({ networkInterfaceId }) => networkInterfaceId);
  replace(state.addresses, addresses, ({ allocationId }) => allocationId);
  for (const { networkInterfaceId = '', publicIp } of addresses) {
    const networkInterface = state.networkInterfaces.get(networkInterfaceId);
    if (networkInterface) networkInterface.publicIp = publicIp;
  }
  return changes;
}

function serviceInterfacesOf({ networkInterfaces }: Ec2State): NetworkInterface[] {
  return [...networkInterfaces.values()].filter(({ requesterManaged }) => requesterManaged);
}

/** LocalStack keeps the interfaces of terminated instances for ever; on AWS they end with them. */
function othersOf({ instances, networkInterfaces }: Hosts): NetworkInterface[] {
  const terminated = new Set(
    instances.filter(({ State }) => State?.Name === 'terminated').map(({ InstanceId }) => InstanceId),
  );
  return networkInterfaces
    .filter((read) => !ServiceInterfaces.includes(read))
    .filter(({ Attachment }) => !terminated.has(Attachment?.InstanceId))
    .map(networkInterfaceOf);
}

function addressesOf(state: Ec2State, { addresses, networkInterfaces }: Hosts): ElasticIpAddress[] {
  const ours = new Set(serviceInterfacesOf(state).map(({ networkInterfaceId }) => networkInterfaceId));
  const copies = new Set(
    networkInterfaces.filter(ServiceInterfaces.includes).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  );
  return addresses.map((read: api.Address) => {
    const address = addressOf(read);
    const before = state.addresses.get(address.allocationId);
    if (before?.networkInterfaceId !== undefined && ours.has(before.networkInterfaceId)) {
      const { networkInterfaceId, associationId } = before;
      return { ...address, networkInterfaceId, associationId };
    }
    return copies.has(address.networkInterfaceId)
      ? { ...address, networkInterfaceId: undefined, associationId: undefined }
      : address;
  });
}

/** An instance that is seen for the first time was pending before, as LocalStack told whoever launched it. */
function changesOf(
  before: ReadonlyMap<string, Instance>,
  instances: readonly Instance[],
): InstanceStateChange[] {
  return instances.flatMap(({ instanceId, state: currentState }) => {
    const previousState =
      before.get(instanceId)?.state ?? (currentState === 'running' ? 'pending' : currentState);
    return previousState === currentState ? [] : [{ instanceId, previousState, currentState }];
  });
}

function replace<Item>(map: Map<string, Item>, items: readonly Item[], idOf: (item: Item) => string): void {
  map.clear();
  for (const item of items) map.set(idOf(item), item);
}
