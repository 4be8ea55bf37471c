import type {
  InstanceNetworkInterfaceSpecification,
  RunInstancesCommandInput,
  RunInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { type LaunchNetwork, launchInstances } from '../../core/ec2/instances.ts';
import { assertWellFormedId, requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination, invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import { defaultGroupId, requireGroupIdByName } from '../../core/ec2/security-group-lookup.ts';
import type { Ec2State, Subnet } from '../../core/ec2/state.ts';
import { requireDefaultVpc } from '../../core/ec2/vpcs.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { assertInstanceType } from './instance-types.ts';
import { toReservations } from './instances.ts';
import { CREATED_RESOURCE_TYPES, launchRootVolume, launchSettings } from './launch-settings.ts';
import { required } from './parameters.ts';
import { specifiedTags } from './tags-shape.ts';
import { decodeUserData } from './user-data.ts';

/** What EC2 takes when a request names no type. */
const DEFAULT_INSTANCE_TYPE = 'm1.small';

export const runInstances: Ec2Operation<RunInstancesCommandInput, RunInstancesCommandOutput> = (
  context,
  input,
) => {
  const { region, now } = context;
  if (input.LaunchTemplate)
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has no launch templates.');
  const imageId = required(input.ImageId, 'ImageId');
  assertWellFormedId('image', imageId);
  const instanceType = input.InstanceType ?? DEFAULT_INSTANCE_TYPE;
  assertInstanceType(instanceType);
  const instances = launchInstances(region, now, {
    imageId,
    instanceType,
    minCount: required(input.MinCount, 'MinCount'),
    maxCount: required(input.MaxCount, 'MaxCount'),
    keyName: input.KeyName,
    userData: input.UserData === undefined ? undefined : decodeUserData(input.UserData),
    clientToken: input.ClientToken,
    tags: specifiedTags(input.TagSpecifications, 'instance', CREATED_RESOURCE_TYPES),
    settings: launchSettings(context, input, instanceType),
    rootVolume: launchRootVolume(input, imageId),
    network: networkOf(region.ec2, input),
  });
  const [reservation] = toReservations(context, instances);
  return { ...reservation };
};

function networkOf(state: Ec2State, input: RunInstancesCommandInput): LaunchNetwork {
  const [specification, another] = input.NetworkInterfaces ?? [];
  if (another) {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 gives an instance one network interface. Name one in NetworkInterfaces.',
    );
  }
  if (specification) assertNoInstanceLevelNetwork(input);
  if (specification?.NetworkInterfaceId !== undefined)
    return { kind: 'existing-interface', networkInterfaceId: specification.NetworkInterfaceId };
  const subnet = subnetOf(
    state,
    specification?.SubnetId ?? input.SubnetId,
    input.Placement?.AvailabilityZone,
  );
  return {
    kind: 'new-interface',
    subnetId: subnet.subnetId,
    securityGroupIds: groupIdsOf(state, subnet, input, specification),
    privateIpAddress: specification?.PrivateIpAddress ?? input.PrivateIpAddress,
    associatePublicIpAddress: specification?.AssociatePublicIpAddress,
    description: specification?.Description ?? '',
    deleteOnTermination: specification?.DeleteOnTermination ?? true,
    tags: specifiedTags(input.TagSpecifications, 'network-interface', CREATED_RESOURCE_TYPES),
  };
}

function assertNoInstanceLevelNetwork(input: RunInstancesCommandInput): void {
  const excluded: [name: string, given: boolean][] = [
    ['subnet ID', input.SubnetId !== undefined],
    ['security groups', Boolean(input.SecurityGroupIds?.length || input.SecurityGroups?.length)],
    ['private address', input.PrivateIpAddress !== undefined],
  ];
  const wrong = excluded.find(([, given]) => given);
  if (wrong) {
    throw invalidParameterCombination(
      `Network interfaces and an instance-level ${wrong[0]} may not be specified on the same request`,
    );
  }
}

/** The named subnet, or the default VPC's in the wanted zone. */
function subnetOf(state: Ec2State, subnetId: string | undefined, zoneName: string | undefined): Subnet {
  if (zoneName !== undefined && !state.availabilityZones.some((zone) => zone.zoneName === zoneName))
    throw invalidParameterValue(`Invalid availability zone: [${zoneName}]`);
  if (subnetId !== undefined) {
    const subnet = requireResource(state.subnets, 'subnet', subnetId);
    if (zoneName !== undefined && subnet.availabilityZone !== zoneName) {
      throw invalidParameterValue(
        `The availability zone '${zoneName}' does not match that of subnet '${subnetId}'`,
      );
    }
    return subnet;
  }
  const { vpcId } = requireDefaultVpc(state);
  const subnet = [...state.subnets.values()].find(
    (candidate) =>
      candidate.vpcId === vpcId &&
      candidate.defaultForAz &&
      candidate.availabilityZone === (zoneName ?? candidate.availabilityZone),
  );
  if (!subnet) {
    throw new AwsError(
      'MissingInput',
      `No subnets found for the default VPC '${vpcId}'. Please specify a subnet.`,
    );
  }
  return subnet;
}

function groupIdsOf(
  state: Ec2State,
  { vpcId }: Subnet,
  input: RunInstancesCommandInput,
  specification: InstanceNetworkInterfaceSpecification | undefined,
): string[] {
  const named = (input.SecurityGroups ?? []).map((name) => requireGroupIdByName(state, vpcId, name));
  const groupIds = [...(specification?.Groups ?? input.SecurityGroupIds ?? []), ...named];
  return groupIds.length > 0 ? groupIds : [defaultGroupId(state, vpcId)];
}
