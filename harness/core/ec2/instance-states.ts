import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { disassociateInterface, hasElasticIpAddress, setPublicIp } from './address-association.ts';
import { assertInstanceQuota } from './instance-quota.ts';
import { assertMayStop, assertMayTerminate } from './instance-settings.ts';
import { requireResources } from './lookup.ts';
import { interfacesOf } from './network-interface-attachments.ts';
import { deleteNetworkInterface } from './network-interfaces.ts';
import { missingParameter } from './parameter-errors.ts';
import { choosePublicAddress } from './public-addresses.ts';
import type { Ec2State, Instance, InstanceState } from './state.ts';

/** How long Describe still shows a terminated instance. AWS says "a short while, about an hour". */
const TERMINATED_VISIBLE_MS = 3_600_000;

/** The next state, once a passing one is over. */
const SETTLED_STATES = {
  pending: 'running',
  stopping: 'stopped',
  'shutting-down': 'terminated',
} as const satisfies Partial<Record<InstanceState, InstanceState>>;

/** A change of an instance's state, or none where a request found it done. */
export interface InstanceStateChange {
  readonly instanceId: string;
  readonly previousState: InstanceState;
  readonly currentState: InstanceState;
}

/**
 * Starts stopped instances, all or none; running ones stay. Throws `IncorrectInstanceState`,
 * `InstanceLimitExceeded`.
 */
export function startInstances(region: Region, ids: readonly string[], now: number): InstanceStateChange[] {
  const instances = select(region.ec2, ids, ['stopped', 'running', 'pending'], 'started');
  assertInstanceQuota(region.ec2, instances.filter(({ state }) => state === 'stopped').length);
  return change(instances, (instance) => {
    if (instance.state !== 'stopped') return;
    beginTransition(instance, 'pending', now + region.timings.instanceTransitionMs);
    instance.launchedAt = now;
    const networkInterface = region.ec2.networkInterfaces.get(instance.networkInterfaceId);
    if (networkInterface && instance.associatePublicIpAddress && networkInterface.publicIp === undefined)
      setPublicIp(region.ec2, networkInterface, choosePublicAddress(region.ec2));
  });
}

/**
 * Stops running instances, all or none; stopped ones stay. Throws `IncorrectInstanceState`, and
 * `OperationNotPermitted` for one that is protected.
 */
export function stopInstances(region: Region, ids: readonly string[], now: number): InstanceStateChange[] {
  const instances = select(region.ec2, ids, ['running', 'stopping', 'stopped'], 'stopped');
  for (const instance of instances) assertMayStop(instance);
  return change(instances, (instance) => {
    if (instance.state !== 'running') return;
    beginTransition(instance, 'stopping', now + region.timings.instanceTransitionMs);
    const networkInterface = region.ec2.networkInterfaces.get(instance.networkInterfaceId);
    if (networkInterface && !hasElasticIpAddress(region.ec2, networkInterface.networkInterfaceId))
      setPublicIp(region.ec2, networkInterface, undefined);
  });
}

/** Ends instances, in whatever state they are, all or none. Throws `OperationNotPermitted` for a protected one. */
export function terminateInstances(
  region: Region,
  ids: readonly string[],
  now: number,
): InstanceStateChange[] {
  const anyState: InstanceState[] = [
    'pending',
    'running',
    'stopping',
    'stopped',
    'shutting-down',
    'terminated',
  ];
  const instances = select(region.ec2, ids, anyState, 'terminated');
  for (const instance of instances) assertMayTerminate(instance);
  return change(instances, (instance) => {
    if (instance.state === 'shutting-down' || instance.state === 'terminated') return;
    beginTransition(instance, 'shutting-down', now + region.timings.instanceTransitionMs);
  });
}

/**
 * Lets happen what is due: passing states end, and instances that were terminated an hour ago are forgotten.
 * Returns the changes of state, in the order of their instants.
 */
export function tickInstances(state: Ec2State, now: number): InstanceStateChange[] {
  const due = [...state.instances.values()]
    .filter(({ transitionAt }) => transitionAt !== undefined && transitionAt <= now)
    .sort((one, other) => (one.transitionAt ?? 0) - (other.transitionAt ?? 0));
  const changes: InstanceStateChange[] = [];
  for (const instance of due) {
    const { instanceId, state: previousState } = instance;
    if (previousState === 'terminated') {
      state.instances.delete(instanceId);
    } else if (previousState !== 'running' && previousState !== 'stopped') {
      settle(state, instance, SETTLED_STATES[previousState]);
      changes.push({ instanceId, previousState, currentState: instance.state });
    }
  }
  return changes;
}

/** When {@link tickInstances} next has something to do; undefined when nothing is under way. */
export function nextInstanceDeadline(state: Ec2State): number | undefined {
  let deadline: number | undefined;
  for (const { transitionAt } of state.instances.values())
    if (transitionAt !== undefined && (deadline === undefined || transitionAt < deadline))
      deadline = transitionAt;
  return deadline;
}

function settle(state: Ec2State, instance: Instance, settled: InstanceState): void {
  const terminatedAt = instance.transitionAt ?? 0;
  instance.state = settled;
  instance.transitionAt = undefined;
  if (settled !== 'terminated') return;
  instance.transitionAt = terminatedAt + TERMINATED_VISIBLE_MS;
  for (const networkInterface of interfacesOf(state, instance.instanceId)) {
    disassociateInterface(state, networkInterface.networkInterfaceId);
    networkInterface.attachedInstanceId = undefined;
    if (networkInterface.deleteOnTermination)
      deleteNetworkInterface(state, networkInterface.networkInterfaceId);
  }
}

function beginTransition(instance: Instance, state: keyof typeof SETTLED_STATES, transitionAt: number): void {
  instance.state = state;
  instance.transitionAt = transitionAt;
}

function select(
  state: Ec2State,
  ids: readonly string[],
  allowed: readonly InstanceState[],
  participle: 'started' | 'stopped' | 'terminated',
): Instance[] {
  if (ids.length === 0) throw missingParameter('InstanceId');
  const instances = requireResources(state.instances, 'instance', ids);
  const wrong = instances.find((instance) => !allowed.includes(instance.state));
  if (wrong) throw incorrectState(wrong, participle);
  return instances;
}

function change(instances: readonly Instance[], act: (instance: Instance) => void): InstanceStateChange[] {
  return instances.map((instance) => {
    const previousState = instance.state;
    act(instance);
    return { instanceId: instance.instanceId, previousState, currentState: instance.state };
  });
}

function incorrectState({ instanceId, state }: Instance, participle: string): AwsError {
  const message =
    state === 'pending'
      ? `Instance '${instanceId}' cannot be ${participle} as it has never reached the 'running' state.`
      : `The instance '${instanceId}' is not in a state from which it can be ${participle}.`;
  return new AwsError('IncorrectInstanceState', message);
}
