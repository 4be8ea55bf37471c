import type {
  ModifySubnetAttributeCommandInput,
  ModifySubnetAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination, invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

/** AWS takes one attribute at a time. Those of IPv6 and of Outposts can be set to what they are: off. */
export const modifySubnetAttribute: Ec2Operation<
  ModifySubnetAttributeCommandInput,
  ModifySubnetAttributeCommandOutput
> = ({ region }, input) => {
  const subnet = requireResource(region.ec2.subnets, 'subnet', required(input.SubnetId, 'subnetId'));
  const { MapPublicIpOnLaunch, EnableResourceNameDnsARecordOnLaunch, PrivateDnsHostnameTypeOnLaunch } = input;
  const alwaysOff = [
    input.AssignIpv6AddressOnCreation,
    input.EnableDns64,
    input.EnableResourceNameDnsAAAARecordOnLaunch,
    input.MapCustomerOwnedIpOnLaunch,
    input.DisableLniAtDeviceIndex,
  ].filter((attribute) => attribute !== undefined);
  const given = [
    MapPublicIpOnLaunch,
    EnableResourceNameDnsARecordOnLaunch,
    PrivateDnsHostnameTypeOnLaunch,
  ].filter((attribute) => attribute !== undefined).length;
  if (given + alwaysOff.length > 1)
    throw invalidParameterCombination('Fields for multiple attribute types specified');
  if (alwaysOff.some(({ Value }) => Value) || input.EnableLniAtDeviceIndex !== undefined) {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 has subnets of IPv4 addresses only, and no Outposts.',
    );
  }
  if (given + alwaysOff.length === 0) throw invalidParameterCombination('No attributes specified');
  if (MapPublicIpOnLaunch) subnet.mapPublicIpOnLaunch = MapPublicIpOnLaunch.Value ?? false;
  if (EnableResourceNameDnsARecordOnLaunch)
    subnet.enableResourceNameDnsARecord = EnableResourceNameDnsARecordOnLaunch.Value ?? false;
  if (PrivateDnsHostnameTypeOnLaunch !== undefined)
    subnet.privateDnsHostnameType = readHostnameType(PrivateDnsHostnameTypeOnLaunch);
  return {};
};

function readHostnameType(value: string): 'ip-name' | 'resource-name' {
  if (value === 'ip-name' || value === 'resource-name') return value;
  throw invalidParameterValue(`Value (${value}) for parameter privateDnsHostnameTypeOnLaunch is invalid.`);
}
