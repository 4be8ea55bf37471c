import type {
  DescribeVpcAttributeCommandInput,
  DescribeVpcAttributeCommandOutput,
  ModifyVpcAttributeCommandInput,
  ModifyVpcAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination, invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

export const describeVpcAttribute: Ec2Operation<
  DescribeVpcAttributeCommandInput,
  DescribeVpcAttributeCommandOutput
> = ({ region }, input) => {
  const vpc = requireResource(region.ec2.vpcs, 'vpc', required(input.VpcId, 'vpcId'));
  const attribute = required(input.Attribute, 'attribute');
  switch (attribute) {
    case 'enableDnsSupport':
      return { VpcId: vpc.vpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
    case 'enableDnsHostnames':
      return { VpcId: vpc.vpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
    case 'enableNetworkAddressUsageMetrics':
      return {
        VpcId: vpc.vpcId,
        EnableNetworkAddressUsageMetrics: { Value: vpc.enableNetworkAddressUsageMetrics },
      };
    default:
      throw invalidParameterValue(`Value (${attribute}) for parameter attribute is invalid.`);
  }
};

export const modifyVpcAttribute: Ec2Operation<
  ModifyVpcAttributeCommandInput,
  ModifyVpcAttributeCommandOutput
> = ({ region }, input) => {
  const vpc = requireResource(region.ec2.vpcs, 'vpc', required(input.VpcId, 'vpcId'));
  const dnsSupport = input.EnableDnsSupport?.Value;
  const dnsHostnames = input.EnableDnsHostnames?.Value;
  const usageMetrics = input.EnableNetworkAddressUsageMetrics?.Value;
  const given = [dnsSupport, dnsHostnames, usageMetrics].filter((value) => value !== undefined);
  if (given.length > 1) throw invalidParameterCombination('Fields for multiple attribute types specified');
  if (given.length === 0) throw invalidParameterCombination('No attributes specified');
  if (dnsSupport !== undefined) vpc.enableDnsSupport = dnsSupport;
  if (dnsHostnames !== undefined) vpc.enableDnsHostnames = dnsHostnames;
  if (usageMetrics !== undefined) vpc.enableNetworkAddressUsageMetrics = usageMetrics;
  return {};
};
