import type {
  CreateDefaultSubnetCommandInput,
  CreateDefaultSubnetCommandOutput,
  CreateDefaultVpcCommandInput,
  CreateDefaultVpcCommandOutput,
} from '@aws-sdk/client-ec2';
import { recreateDefaultSubnet, recreateDefaultVpc } from '../../core/ec2/vpcs.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';
import { toSdkSubnet } from './subnets.ts';
import { toSdkVpc } from './vpcs.ts';

export const createDefaultVpc: Ec2Operation<CreateDefaultVpcCommandInput, CreateDefaultVpcCommandOutput> = (
  context,
) => ({ Vpc: { ...toSdkVpc(context, recreateDefaultVpc(context.region)), State: 'pending' } });

export const createDefaultSubnet: Ec2Operation<
  CreateDefaultSubnetCommandInput,
  CreateDefaultSubnetCommandOutput
> = (context, input) => {
  const zoneName = required(input.AvailabilityZone, 'availabilityZone');
  return { Subnet: toSdkSubnet(context, recreateDefaultSubnet(context.region, zoneName)) };
};
