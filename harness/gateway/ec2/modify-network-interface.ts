import type {
  AttachNetworkInterfaceCommandInput,
  AttachNetworkInterfaceCommandOutput,
  DetachNetworkInterfaceCommandInput,
  DetachNetworkInterfaceCommandOutput,
  ModifyNetworkInterfaceAttributeCommandInput,
  ModifyNetworkInterfaceAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import {
  attachNetworkInterface as attach,
  attachmentIdOf,
  detachNetworkInterface as detach,
} from '../../core/ec2/network-interface-attachments.ts';
import { modifyInterfaceGroups, requireOwnInterface } from '../../core/ec2/network-interfaces.ts';
import { invalidParameterCombination } from '../../core/ec2/parameter-errors.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

export const attachNetworkInterface: Ec2Operation<
  AttachNetworkInterfaceCommandInput,
  AttachNetworkInterfaceCommandOutput
> = ({ region }, input) => {
  const networkInterface = attach(
    region.ec2,
    required(input.NetworkInterfaceId, 'networkInterfaceId'),
    required(input.InstanceId, 'instanceId'),
    required(input.DeviceIndex, 'deviceIndex'),
  );
  return { AttachmentId: attachmentIdOf(networkInterface), NetworkCardIndex: 0 };
};

export const detachNetworkInterface: Ec2Operation<
  DetachNetworkInterfaceCommandInput,
  DetachNetworkInterfaceCommandOutput
> = ({ region }, input) => {
  detach(region.ec2, required(input.AttachmentId, 'attachmentId'));
  return {};
};

/** AWS takes one attribute at a time. */
export const modifyNetworkInterfaceAttribute: Ec2Operation<
  ModifyNetworkInterfaceAttributeCommandInput,
  ModifyNetworkInterfaceAttributeCommandOutput
> = ({ region }, input) => {
  const networkInterfaceId = required(input.NetworkInterfaceId, 'networkInterfaceId');
  const description = input.Description?.Value;
  const sourceDestCheck = input.SourceDestCheck?.Value;
  const deleteOnTermination = input.Attachment?.DeleteOnTermination;
  const given = [description, sourceDestCheck, deleteOnTermination, input.Groups].filter(
    (value) => value !== undefined,
  );
  if (given.length > 1) throw invalidParameterCombination('Fields for multiple attribute types specified');
  if (given.length === 0) throw invalidParameterCombination('No attributes specified');
  if (input.Groups !== undefined) modifyInterfaceGroups(region.ec2, networkInterfaceId, input.Groups);
  const networkInterface = requireOwnInterface(region.ec2, networkInterfaceId);
  if (description !== undefined) networkInterface.description = description;
  if (sourceDestCheck !== undefined) networkInterface.sourceDestCheck = sourceDestCheck;
  if (deleteOnTermination !== undefined) networkInterface.deleteOnTermination = deleteOnTermination;
  return {};
};
