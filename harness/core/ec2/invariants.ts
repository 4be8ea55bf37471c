import { interfacesOf } from './network-interface-attachments.ts';
import { isMain } from './route-table.ts';
import type { Ec2State } from './state.ts';

/**
 * What is wrong with the state of EC2, one sentence each; empty after every operation, whatever came before. The
 * property tests hold the operations to it.
 */
export function checkEc2Invariants(state: Ec2State): string[] {
  return [
    ...vpcFaults(state),
    ...interfaceFaults(state),
    ...addressFaults(state),
    ...routeTableFaults(state),
  ];
}

function vpcFaults(state: Ec2State): string[] {
  const inNoVpc = [
    ...state.subnets,
    ...state.securityGroups,
    ...state.routeTables,
    ...state.networkAcls,
    ...state.networkInterfaces,
  ].filter(([, { vpcId }]) => !state.vpcs.has(vpcId));
  return [
    ...inNoVpc.map(([id, { vpcId }]) => `${id} is in ${vpcId}, which is gone`),
    ...[...state.vpcs.keys()].flatMap((vpcId) => {
      const mainTables = [...state.routeTables.values()].filter(
        (routeTable) => routeTable.vpcId === vpcId && isMain(routeTable),
      );
      return mainTables.length === 1 ? [] : [`${vpcId} has ${mainTables.length} main route tables`];
    }),
    ...[...state.internetGateways.values()]
      .filter(({ vpcId }) => vpcId !== undefined && !state.vpcs.has(vpcId))
      .map(({ internetGatewayId }) => `${internetGatewayId} is attached to a VPC that is gone`),
  ];
}

function interfaceFaults(state: Ec2State): string[] {
  const faults: string[] = [];
  for (const { networkInterfaceId, subnetId, securityGroupIds, attachedInstanceId } of [
    ...state.networkInterfaces.values(),
  ]) {
    if (!state.subnets.has(subnetId)) faults.push(`${networkInterfaceId} is in ${subnetId}, which is gone`);
    for (const groupId of securityGroupIds)
      if (!state.securityGroups.has(groupId))
        faults.push(`${networkInterfaceId} has ${groupId}, which is gone`);
    if (attachedInstanceId !== undefined && !state.instances.has(attachedInstanceId))
      faults.push(`${networkInterfaceId} is attached to ${attachedInstanceId}, which is gone`);
  }
  for (const { instanceId, networkInterfaceId, state: instanceState } of state.instances.values()) {
    if (instanceState === 'terminated') continue;
    const places = interfacesOf(state, instanceId).map(({ deviceIndex }) => deviceIndex);
    if (new Set(places).size < places.length) faults.push(`${instanceId} has two interfaces in one place`);
    if (state.networkInterfaces.get(networkInterfaceId)?.attachedInstanceId !== instanceId)
      faults.push(`${instanceId} lost its primary interface`);
  }
  return faults;
}

function addressFaults(state: Ec2State): string[] {
  return [...state.addresses.values()]
    .filter(({ associationId, networkInterfaceId, publicIp }) =>
      networkInterfaceId === undefined
        ? associationId !== undefined
        : state.networkInterfaces.get(networkInterfaceId)?.publicIp !== publicIp,
    )
    .map(({ allocationId }) => `${allocationId} is not where it says`);
}

function routeTableFaults(state: Ec2State): string[] {
  const subnetIds = [...state.routeTables.values()].flatMap(({ associations }) =>
    [...associations.values()].flatMap(({ subnetId }) => subnetId ?? []),
  );
  return [
    ...subnetIds
      .filter((subnetId, index) => subnetIds.indexOf(subnetId) < index)
      .map((subnetId) => `${subnetId} has two route tables`),
    ...subnetIds
      .filter((subnetId) => !state.subnets.has(subnetId))
      .map((subnetId) => `${subnetId} is gone and has a route table`),
  ];
}
