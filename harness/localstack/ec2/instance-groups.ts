import {
  type EC2Client,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Ec2State } from '../../core/ec2/state.ts';

/** What ModifyInstanceAttribute and ModifyNetworkInterfaceAttribute say of groups. */
export interface GroupsSetting {
  readonly InstanceId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly Groups?: string[] | undefined;
}

/**
 * Makes the security groups that were set on an instance those of its primary interface, and the other way round. On AWS
 * they are the same; LocalStack keeps both, and the interface is in all of them.
 */
export async function alignInstanceGroups(
  client: EC2Client,
  { instances, networkInterfaces }: Ec2State,
  { InstanceId = '', NetworkInterfaceId = '', Groups = [] }: GroupsSetting,
): Promise<void> {
  if (Groups.length === 0) return;
  const attachedTo = networkInterfaces.get(NetworkInterfaceId)?.attachedInstanceId ?? '';
  const instance = instances.get(InstanceId || attachedTo);
  if (!instance) return;
  const { instanceId, networkInterfaceId } = instance;
  if (InstanceId)
    await client.send(
      new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: networkInterfaceId, Groups }),
    );
  else if (NetworkInterfaceId === networkInterfaceId)
    await client.send(new ModifyInstanceAttributeCommand({ InstanceId: instanceId, Groups }));
}
