import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation, invalidParameterValue } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** A VPC's way to the Internet. */
export interface InternetGateway {
  readonly internetGatewayId: string;
  /** The VPC that it is attached to. */
  vpcId: string | undefined;
  readonly tags: Tags;
}

/** Makes a gateway that no VPC has yet. */
export function createInternetGateway(region: Region, tags: Tags): InternetGateway {
  assertTags(tags);
  const gateway: InternetGateway = {
    internetGatewayId: newResourceId(region.random, 'igw'),
    vpcId: undefined,
    tags: new Map(tags),
  };
  region.ec2.internetGateways.set(gateway.internetGatewayId, gateway);
  return gateway;
}

/**
 * Gives a VPC its gateway. Throws `Resource.AlreadyAssociated` where the gateway is attached, and
 * `InvalidParameterValue` where the VPC has another one.
 */
export function attachInternetGateway(state: Ec2State, internetGatewayId: string, vpcId: string): void {
  const gateway = requireResource(state.internetGateways, 'internet-gateway', internetGatewayId);
  requireResource(state.vpcs, 'vpc', vpcId);
  if (gateway.vpcId !== undefined) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${internetGatewayId} is already attached to network ${gateway.vpcId}`,
    );
  }
  if (internetGatewayOf(state, vpcId))
    throw invalidParameterValue(`Network ${vpcId} already has an internet gateway attached`);
  gateway.vpcId = vpcId;
}

/**
 * Takes its gateway from a VPC. Throws `Gateway.NotAttached`, and `DependencyViolation` while an interface of the
 * VPC has a public address, a load balancer's among them.
 */
export function detachInternetGateway(state: Ec2State, internetGatewayId: string, vpcId: string): void {
  const gateway = requireResource(state.internetGateways, 'internet-gateway', internetGatewayId);
  requireResource(state.vpcs, 'vpc', vpcId);
  if (gateway.vpcId !== vpcId) {
    throw new AwsError(
      'Gateway.NotAttached',
      `resource ${internetGatewayId} is not attached to network ${vpcId}`,
    );
  }
  for (const networkInterface of state.networkInterfaces.values()) {
    if (networkInterface.vpcId !== vpcId || networkInterface.publicIp === undefined) continue;
    throw dependencyViolation(
      `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  }
  gateway.vpcId = undefined;
}

/** Removes a gateway. Throws `DependencyViolation` while a VPC has it. */
export function deleteInternetGateway(state: Ec2State, internetGatewayId: string): void {
  const gateway = requireResource(state.internetGateways, 'internet-gateway', internetGatewayId);
  if (gateway.vpcId !== undefined) {
    throw dependencyViolation(
      `The internetGateway '${internetGatewayId}' has dependencies and cannot be deleted.`,
    );
  }
  state.internetGateways.delete(internetGatewayId);
}

/** The gateway that a VPC has. */
export function internetGatewayOf(state: Ec2State, vpcId: string): InternetGateway | undefined {
  return [...state.internetGateways.values()].find((gateway) => gateway.vpcId === vpcId);
}
