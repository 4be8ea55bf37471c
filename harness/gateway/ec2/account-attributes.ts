import type {
  DescribeAccountAttributesCommandInput,
  DescribeAccountAttributesCommandOutput,
} from '@aws-sdk/client-ec2';
import { MAX_GROUPS_PER_INTERFACE } from '../../core/ec2/security-group-lookup.ts';
import { defaultVpc } from '../../core/ec2/vpcs.ts';
import type { Ec2Operation } from './ec2-operation.ts';

/** Those attributes that mean something here; quotas that the emulator does not enforce are not claimed. */
export const describeAccountAttributes: Ec2Operation<
  DescribeAccountAttributesCommandInput,
  DescribeAccountAttributesCommandOutput
> = ({ region }, input) => {
  const attributes = {
    'supported-platforms': 'VPC',
    'default-vpc': defaultVpc(region.ec2)?.vpcId ?? 'none',
    'vpc-max-security-groups-per-interface': String(MAX_GROUPS_PER_INTERFACE),
  };
  const named: readonly string[] = input.AttributeNames ?? [];
  return {
    AccountAttributes: Object.entries(attributes)
      .filter(([name]) => named.length === 0 || named.includes(name))
      .map(([name, value]) => ({ AttributeName: name, AttributeValues: [{ AttributeValue: value }] })),
  };
};
