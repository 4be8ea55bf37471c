import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { createAwsClients, type StartedWorld } from '../index.ts';

/**
 * The instances that texts mention, by the names that they were given: also those of a deployment that failed on its
 * way. Empty where the API does not answer any more.
 */
export async function readInstanceNames(
  world: StartedWorld,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(texts.flatMap((text) => text.match(/\bi-[0-9a-f]{8,17}\b/g) ?? []));
  if (ids.size === 0) return new Map();
  try {
    using aws = createAwsClients(world);
    const { Reservations = [] } = await aws.ec2.send(
      // A filter, because an id that exists no more would be an error.
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: [...ids] }] }),
    );
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    return new Map(
      instances.flatMap(({ InstanceId, Tags = [] }): [string, string][] => {
        const name = Tags.find(({ Key }) => Key === 'Name')?.Value;
        return InstanceId && name ? [[InstanceId, name]] : [];
      }),
    );
  } catch {
    return new Map();
  }
}
