import { AwsError } from '../aws-error.ts';
import { requireResource } from './lookup.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { Ec2State, NetworkInterface } from './state.ts';

/**
 * The id under which an interface hangs on its instance. It is made of the interface's, so attaching it again
 * gives the same one, where AWS gives a new one.
 */
export function attachmentIdOf({ networkInterfaceId, requesterManaged }: NetworkInterface): string {
  return networkInterfaceId.replace('eni-', requesterManaged ? 'ela-attach-' : 'eni-attach-');
}

/**
 * Attaches a further interface to an instance. Throws `InvalidNetworkInterface.InUse`, and
 * `InvalidParameterValue` for a taken place, another zone, or an instance that is at its end.
 */
export function attachNetworkInterface(
  state: Ec2State,
  networkInterfaceId: string,
  instanceId: string,
  deviceIndex: number,
): NetworkInterface {
  const networkInterface = requireResource(state.networkInterfaces, 'network-interface', networkInterfaceId);
  const instance = requireResource(state.instances, 'instance', instanceId);
  if (networkInterface.attachedInstanceId !== undefined || networkInterface.requesterManaged)
    throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${networkInterfaceId}] in use.`);
  if (instance.state !== 'running' && instance.state !== 'stopped') {
    throw new AwsError(
      'IncorrectState',
      `Instance ${instanceId} is not 'running' or 'stopped'.`, // unsure: the sentence.
    );
  }
  if (instance.availabilityZone !== networkInterface.availabilityZone) {
    throw invalidParameterValue(
      `You may not attach a network interface to an instance if they are not in the same availability zone`,
    );
  }
  if (interfacesOf(state, instanceId).some((other) => other.deviceIndex === deviceIndex)) {
    throw invalidParameterValue(
      `Instance '${instanceId}' already has an interface attached at device index '${deviceIndex}'.`,
    );
  }
  networkInterface.attachedInstanceId = instanceId;
  networkInterface.deviceIndex = deviceIndex;
  networkInterface.deleteOnTermination = false;
  return networkInterface;
}

/** Takes a further interface from its instance. Throws `OperationNotPermitted` for the primary one. */
export function detachNetworkInterface(state: Ec2State, attachmentId: string): void {
  const networkInterface = [...state.networkInterfaces.values()].find(
    (candidate) =>
      attachmentIdOf(candidate) === attachmentId &&
      (candidate.attachedInstanceId !== undefined || candidate.requesterManaged),
  );
  if (!networkInterface) {
    throw new AwsError(
      'InvalidAttachmentID.NotFound',
      `The interface attachment '${attachmentId}' does not exist.`,
    );
  }
  if (networkInterface.requesterManaged)
    throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.');
  if (networkInterface.deviceIndex === 0) {
    throw new AwsError(
      'OperationNotPermitted',
      'The network interface at device index 0 cannot be detached.',
    );
  }
  networkInterface.attachedInstanceId = undefined;
}

/** All interfaces of an instance, the primary one first. */
export function interfacesOf(state: Ec2State, instanceId: string): NetworkInterface[] {
  return [...state.networkInterfaces.values()]
    .filter(({ attachedInstanceId }) => attachedInstanceId === instanceId)
    .sort((one, other) => one.deviceIndex - other.deviceIndex);
}
