import {
  DescribeInstancesCommand,
  type HttpTokensState,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import type { ResourceProperties } from './resource-properties.ts';
import { tagSpecifications } from './resource-tags.ts';
import type { ApplyContext, CreateResource } from './resource-type.ts';
import { waitFor } from './wait-for.ts';

const runInstance: CreateResource = async (properties, context) => {
  const { Instances } = await context.aws.ec2.send(
    new RunInstancesCommand({
      ImageId: properties.text('ImageId'),
      InstanceType: properties.text('InstanceType') as RunInstancesCommandInput['InstanceType'],
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: properties.text('AvailabilityZone') },
      SubnetId: properties.text('SubnetId'),
      SecurityGroupIds: properties.texts('SecurityGroupIds'),
      IamInstanceProfile: { Name: properties.text('IamInstanceProfile') },
      MetadataOptions: metadataOptions(properties.object('MetadataOptions')),
      UserData: properties.text('UserData'),
      TagSpecifications: tagSpecifications('instance', properties),
    }),
  );
  const instance = Instances![0]!;
  // A target group registers running instances only (NLB-TA-01).
  await untilRunning(context, instance.InstanceId!);
  return { ref: instance.InstanceId!, attributes: { PrivateIp: instance.PrivateIpAddress } };
};

function metadataOptions(given: ResourceProperties | undefined): RunInstancesCommandInput['MetadataOptions'] {
  return given && { HttpTokens: given.text('HttpTokens') as HttpTokensState | undefined };
}

function untilRunning({ world, aws }: ApplyContext, instanceId: string): Promise<void> {
  return waitFor(world, `${instanceId} to run`, async () => {
    const { Reservations = [] } = await aws.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [instanceId] }),
    );
    return Reservations[0]?.Instances?.[0]?.State?.Name === 'running';
  });
}

/** Instances. */
export const INSTANCE_RESOURCES: Readonly<Record<string, CreateResource>> = {
  'AWS::EC2::Instance': runInstance,
};
