import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment, StartedHost, StartedWorld } from '../../harness/index.ts';
import { expect } from '../../harness/scenario/index.ts';

/** An instance without user data, for commands to be typed into: a member of the targets' group, in the first zone. */
export async function runInstance(
  world: StartedWorld,
  nlb: Deployment,
): Promise<{ readonly instanceId: string; readonly host: StartedHost }> {
  const { Instances } = await nlb.aws.ec2.send(
    new RunInstancesCommand({
      ImageId: (await world.machineImage()).imageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: nlb.zones[0]!.subnetId,
      SecurityGroupIds: [nlb.targetSecurityGroupId],
    }),
  );
  const instanceId = Instances![0]!.InstanceId!;
  const asked = new DescribeInstancesCommand({ InstanceIds: [instanceId] });
  await until(world, async () => {
    const { Reservations } = await nlb.aws.ec2.send(asked);
    return Reservations![0]!.Instances![0]!.State!.Name === 'running';
  });
  return { instanceId, host: await world.host(instanceId) };
}

/** What the API says of each target of the first group. */
export async function healthStates(nlb: Deployment): Promise<(string | undefined)[]> {
  const { TargetHealthDescriptions = [] } = await nlb.aws.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: nlb.targetGroups[0]!.arn }),
  );
  return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
}

/** Lets time go by until this is so; fails when it is not within two minutes. */
export async function until(world: StartedWorld, condition: () => Promise<boolean>): Promise<void> {
  expect(await world.clock.advanceUntil(condition, { withinMs: 120_000 })).toBe(true);
}
