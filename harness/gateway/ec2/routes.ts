import type {
  CreateRouteCommandInput,
  CreateRouteCommandOutput,
  DeleteRouteCommandInput,
  DeleteRouteCommandOutput,
  ReplaceRouteCommandInput,
  ReplaceRouteCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination, missingParameter } from '../../core/ec2/parameter-errors.ts';
import type { Route, RouteDestination, RouteTarget } from '../../core/ec2/route-table.ts';
import * as core from '../../core/ec2/routes.ts';
import type { Ec2State } from '../../core/ec2/state.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

export const createRoute: Ec2Operation<CreateRouteCommandInput, CreateRouteCommandOutput> = (
  { region },
  input,
) => {
  const routeTableId = required(input.RouteTableId, 'routeTableId');
  core.createRoute(region.ec2, routeTableId, routeOf(region.ec2, input));
  return { Return: true };
};

export const replaceRoute: Ec2Operation<ReplaceRouteCommandInput, ReplaceRouteCommandOutput> = (
  { region },
  input,
) => {
  const routeTableId = required(input.RouteTableId, 'routeTableId');
  core.replaceRoute(region.ec2, routeTableId, routeOf(region.ec2, input));
  return {};
};

export const deleteRoute: Ec2Operation<DeleteRouteCommandInput, DeleteRouteCommandOutput> = (
  { region },
  input,
) => {
  core.deleteRoute(region.ec2, required(input.RouteTableId, 'routeTableId'), destinationOf(input));
  return {};
};

function routeOf(state: Ec2State, input: CreateRouteCommandInput | ReplaceRouteCommandInput): Route {
  return { destination: destinationOf(input), target: targetOf(state, input) };
}

function destinationOf(input: DeleteRouteCommandInput): RouteDestination {
  const destinations = [
    { kind: 'cidr-ipv4' as const, value: input.DestinationCidrBlock },
    { kind: 'cidr-ipv6' as const, value: input.DestinationIpv6CidrBlock },
    { kind: 'prefix-list' as const, value: input.DestinationPrefixListId },
  ].filter((destination): destination is RouteDestination => destination.value !== undefined);
  return onlyOne(destinations, 'destinationCidrBlock');
}

/** Targets that the emulator has none of: whoever names one names what does not exist. */
const ABSENT_TARGETS = [
  { parameter: 'NatGatewayId', noun: 'natGateway ID', code: 'NatGatewayNotFound' },
  { parameter: 'TransitGatewayId', noun: 'transitGateway ID', code: 'InvalidTransitGatewayID.NotFound' },
  {
    parameter: 'VpcPeeringConnectionId',
    noun: 'vpcPeeringConnection ID',
    code: 'InvalidVpcPeeringConnectionID.NotFound',
  },
  { parameter: 'VpcEndpointId', noun: 'vpcEndpoint ID', code: 'InvalidVpcEndpointId.NotFound' },
  {
    parameter: 'EgressOnlyInternetGatewayId',
    noun: 'egressOnlyInternetGateway ID',
    code: 'InvalidGatewayID.NotFound',
  },
  { parameter: 'LocalGatewayId', noun: 'localGateway ID', code: 'InvalidLocalGatewayID.NotFound' },
  { parameter: 'CarrierGatewayId', noun: 'carrierGateway ID', code: 'InvalidCarrierGatewayID.NotFound' },
  { parameter: 'CoreNetworkArn', noun: 'core network', code: 'InvalidCoreNetworkArn.NotFound' },
] as const satisfies readonly { parameter: keyof CreateRouteCommandInput; noun: string; code: string }[];

function targetOf(state: Ec2State, input: CreateRouteCommandInput | ReplaceRouteCommandInput): RouteTarget {
  for (const { parameter, noun, code } of ABSENT_TARGETS) {
    const id = input[parameter];
    // unsure: several of these codes, and their sentences.
    if (id !== undefined) throw new AwsError(code, `The ${noun} '${id}' does not exist`);
  }
  const targets: RouteTarget[] = [];
  if (input.GatewayId !== undefined) targets.push({ kind: 'internet-gateway', id: input.GatewayId });
  if (input.NetworkInterfaceId !== undefined)
    targets.push({ kind: 'network-interface', id: input.NetworkInterfaceId });
  if (input.InstanceId !== undefined) {
    const { networkInterfaceId } = requireResource(state.instances, 'instance', input.InstanceId);
    targets.push({ kind: 'network-interface', id: networkInterfaceId });
  }
  return onlyOne(targets, 'gatewayId');
}

function onlyOne<Item>(items: readonly Item[], parameter: string): Item {
  const [item, another] = items;
  if (item === undefined) throw missingParameter(parameter);
  if (another !== undefined) {
    // unsure: the sentence.
    throw invalidParameterCombination('A route has exactly one destination and one target.');
  }
  return item;
}
