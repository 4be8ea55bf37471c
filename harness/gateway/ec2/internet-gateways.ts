import type {
  AttachInternetGatewayCommandInput,
  AttachInternetGatewayCommandOutput,
  CreateInternetGatewayCommandInput,
  CreateInternetGatewayCommandOutput,
  DeleteInternetGatewayCommandInput,
  DeleteInternetGatewayCommandOutput,
  DescribeInternetGatewaysCommandInput,
  DescribeInternetGatewaysCommandOutput,
  DetachInternetGatewayCommandInput,
  DetachInternetGatewayCommandOutput,
  InternetGateway as SdkInternetGateway,
} from '@aws-sdk/client-ec2';
import * as core from '../../core/ec2/internet-gateways.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

/** What AWS says of the attachment of an internet gateway, where every other kind says `attached`. */
const ATTACHED = 'available';

export const createInternetGateway: Ec2Operation<
  CreateInternetGatewayCommandInput,
  CreateInternetGatewayCommandOutput
> = (context, input) => {
  const tags = specifiedTags(input.TagSpecifications, 'internet-gateway');
  return { InternetGateway: toSdkGateway(context, core.createInternetGateway(context.region, tags)) };
};

export const attachInternetGateway: Ec2Operation<
  AttachInternetGatewayCommandInput,
  AttachInternetGatewayCommandOutput
> = ({ region }, input) => {
  const gatewayId = required(input.InternetGatewayId, 'internetGatewayId');
  core.attachInternetGateway(region.ec2, gatewayId, required(input.VpcId, 'vpcId'));
  return {};
};

export const detachInternetGateway: Ec2Operation<
  DetachInternetGatewayCommandInput,
  DetachInternetGatewayCommandOutput
> = ({ region }, input) => {
  const gatewayId = required(input.InternetGatewayId, 'internetGatewayId');
  core.detachInternetGateway(region.ec2, gatewayId, required(input.VpcId, 'vpcId'));
  return {};
};

export const deleteInternetGateway: Ec2Operation<
  DeleteInternetGatewayCommandInput,
  DeleteInternetGatewayCommandOutput
> = ({ region }, input) => {
  core.deleteInternetGateway(region.ec2, required(input.InternetGatewayId, 'internetGatewayId'));
  return {};
};

export const describeInternetGateways: Ec2Operation<
  DescribeInternetGatewaysCommandInput,
  DescribeInternetGatewaysCommandOutput
> = (context, input) => {
  const gateways = requireResources(
    context.region.ec2.internetGateways,
    'internet-gateway',
    input.InternetGatewayIds,
  );
  const page = describe(gateways, input, {
    'internet-gateway-id': (gateway) => [gateway.internetGatewayId],
    'attachment.vpc-id': (gateway) => [gateway.vpcId],
    'attachment.state': (gateway) => [gateway.vpcId && ATTACHED],
    'owner-id': () => [context.accountId],
  });
  return {
    InternetGateways: page.items.map((gateway) => toSdkGateway(context, gateway)),
    NextToken: page.nextToken,
  };
};

function toSdkGateway(
  { accountId }: OperationContext,
  { internetGatewayId, vpcId, tags }: core.InternetGateway,
): SdkInternetGateway {
  return {
    InternetGatewayId: internetGatewayId,
    OwnerId: accountId,
    // The service's model lists the states of other attachments only; AWS answers `available` all the same.
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: ATTACHED as 'attached' }],
    Tags: toSdkTags(tags),
  };
}
