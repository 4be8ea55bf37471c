import type {
  DescribeInstanceStatusCommandInput,
  DescribeInstanceStatusCommandOutput,
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput,
  Reservation,
  SummaryStatus,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination } from '../../core/ec2/parameter-errors.ts';
import type { Instance, InstanceState } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import { privateDnsName } from './dns-names.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { interfaceOf, publicDnsNameOf, toSdkInstance, toSdkState } from './instance-shape.ts';
import { text } from './parameters.ts';

export const describeInstances: Ec2Operation<
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput
> = (context, input) => {
  const page = describe(namedInstances(context, input), input, filterFields(context));
  return { Reservations: toReservations(context, page.items), NextToken: page.nextToken };
};

export const describeInstanceStatus: Ec2Operation<
  DescribeInstanceStatusCommandInput,
  DescribeInstanceStatusCommandOutput
> = (context, input) => {
  const instances = namedInstances(context, input).filter(
    ({ state }) => input.IncludeAllInstances || state === 'running',
  );
  const page = describe(instances, input, {
    ...filterFields(context),
    'instance-status.status': ({ state }) => [statusOf(state)],
    'system-status.status': ({ state }) => [statusOf(state)],
  });
  return {
    InstanceStatuses: page.items.map((instance) => {
      const summary = {
        Status: statusOf(instance.state),
        Details:
          instance.state === 'running' ? [{ Name: 'reachability' as const, Status: 'passed' as const }] : [],
      };
      return {
        InstanceId: instance.instanceId,
        AvailabilityZone: instance.availabilityZone,
        InstanceState: toSdkState(instance.state),
        InstanceStatus: summary,
        SystemStatus: summary,
      };
    }),
    NextToken: page.nextToken,
  };
};

/** The instances of each launch together, as AWS answers. */
export function toReservations(context: OperationContext, instances: readonly Instance[]): Reservation[] {
  const launches = new Map<string, Instance[]>();
  for (const instance of instances) {
    const launch = launches.get(instance.reservationId) ?? [];
    launch.push(instance);
    launches.set(instance.reservationId, launch);
  }
  return [...launches].map(([reservationId, launched]) => ({
    ReservationId: reservationId,
    OwnerId: context.accountId,
    Groups: [],
    Instances: launched.map((instance) => toSdkInstance(context, instance)),
  }));
}

function namedInstances(
  { region, now }: OperationContext,
  input: { InstanceIds?: string[] | undefined; MaxResults?: number | undefined },
): Instance[] {
  if (input.InstanceIds?.length && input.MaxResults !== undefined) {
    throw invalidParameterCombination(
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  }
  const visible = [...region.ec2.instances].filter(([, instance]) => !isForgotten(instance, now));
  return requireResources(new Map(visible), 'instance', input.InstanceIds);
}

/** True after the hour in which a terminated instance is still shown, even if nobody has ticked since. */
function isForgotten({ state, transitionAt }: Instance, now: number): boolean {
  return state === 'terminated' && transitionAt !== undefined && transitionAt <= now;
}

function statusOf(state: InstanceState): SummaryStatus {
  if (state === 'running') return 'ok';
  return state === 'pending' ? 'initializing' : 'not-applicable';
}

function filterFields(context: OperationContext): FilterFields<Instance> {
  const { accountId, region } = context;
  const groupIds = (instance: Instance) => interfaceOf(context, instance)?.securityGroupIds ?? [];
  const groupNames = (instance: Instance) =>
    groupIds(instance).map((groupId) => region.ec2.securityGroups.get(groupId)?.groupName);
  const privateAddress = (instance: Instance) => [interfaceOf(context, instance)?.privateIpAddress];
  return {
    'instance-id': (instance) => [instance.instanceId],
    'instance-type': (instance) => [instance.instanceType],
    'image-id': (instance) => [instance.imageId],
    'instance-state-name': (instance) => [instance.state],
    'instance-state-code': (instance) => [text(toSdkState(instance.state).Code)],
    'vpc-id': (instance) => [instance.vpcId],
    'subnet-id': (instance) => [instance.subnetId],
    'availability-zone': (instance) => [instance.availabilityZone],
    'private-ip-address': privateAddress,
    'private-dns-name': (instance) =>
      privateAddress(instance).map((address) => address && privateDnsName(region.name, address)),
    'ip-address': (instance) => [instance.publicIpAddress],
    'dns-name': (instance) => [publicDnsNameOf(context, instance)],
    'key-name': (instance) => [instance.keyName],
    'client-token': (instance) => [instance.clientToken],
    'reservation-id': (instance) => [instance.reservationId],
    'launch-index': (instance) => [text(instance.amiLaunchIndex)],
    'owner-id': () => [accountId],
    'group-id': groupIds,
    'group-name': groupNames,
    'instance.group-id': groupIds,
    'instance.group-name': groupNames,
    'network-interface.network-interface-id': (instance) => [
      interfaceOf(context, instance)?.networkInterfaceId,
    ],
    'network-interface.subnet-id': (instance) => [interfaceOf(context, instance)?.subnetId],
    'network-interface.vpc-id': (instance) => [interfaceOf(context, instance)?.vpcId],
    'network-interface.group-id': groupIds,
    'network-interface.addresses.private-ip-address': privateAddress,
  };
}
