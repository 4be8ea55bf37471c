import type {
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  NetworkInterface,
} from '@aws-sdk/client-ec2';
import { runEc2Operation } from '../gateway/ec2/own-ec2.ts';
import type { OperationContext } from '../gateway/operation.ts';

/**
 * The load balancers' interfaces that an input of DescribeNetworkInterfaces asks for. Throws AwsError for a filter that
 * EC2 does not have.
 *
 * @param context with the ids that callers know
 */
export function listServiceInterfaces(
  context: OperationContext,
  { NetworkInterfaceIds: ids = [], Filters }: DescribeNetworkInterfacesCommandInput,
): readonly NetworkInterface[] {
  const all = context.region.ec2.networkInterfaces;
  const asked = ids.filter((id) => all.get(id)?.requesterManaged);
  if (ids.length > 0 && asked.length === 0) return [];
  const input: DescribeNetworkInterfacesCommandInput = { NetworkInterfaceIds: asked, Filters };
  const output = runEc2Operation(context, 'DescribeNetworkInterfaces', input);
  const { NetworkInterfaces = [] } = output as DescribeNetworkInterfacesCommandOutput;
  return NetworkInterfaces.filter(({ RequesterManaged }) => RequesterManaged);
}
