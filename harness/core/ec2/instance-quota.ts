import { AwsError } from '../aws-error.ts';
import type { Ec2State, InstanceState } from './state.ts';

/**
 * How many instances may run in a Region at a time. A deviation: AWS counts vCPUs, by family of types, and answers
 * `VcpuLimitExceeded`. Here each instance is a process, or less, on one machine, whatever its type, so that what is
 * counted is what costs, and the error is the one that AWS gives where it counts instances.
 */
const RUNNING_INSTANCES_PER_REGION = 256;

/** unsure: whether AWS counts those that are on their way out. */
const COUNTED: ReadonlySet<InstanceState> = new Set(['pending', 'running', 'stopping', 'shutting-down']);

/** How many more instances may run. */
export function instancesLeft(state: Ec2State): number {
  return RUNNING_INSTANCES_PER_REGION - countedInstances(state);
}

/** Throws `InstanceLimitExceeded` unless that many more instances may run. */
export function assertInstanceQuota(state: Ec2State, more: number): void {
  if (more <= instancesLeft(state)) return;
  // unsure: that the first number has those in it that run already.
  throw new AwsError(
    'InstanceLimitExceeded',
    `You have requested more instances (${countedInstances(state) + more}) than your current instance limit of ${RUNNING_INSTANCES_PER_REGION} allows for the specified instance type. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

function countedInstances(state: Ec2State): number {
  let count = 0;
  for (const instance of state.instances.values()) if (COUNTED.has(instance.state)) count += 1;
  return count;
}
