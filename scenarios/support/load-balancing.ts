import {
  CreateTargetGroupCommand,
  ModifyListenerCommand,
  type ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../../harness/index.ts';

/** Makes the listener forward by these weights; the order is that of `nlb.targetGroups`. */
export async function forwardByWeight(
  nlb: Deployment,
  weights: readonly number[],
  { stickyGroups = false } = {},
): Promise<void> {
  await nlb.aws.elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: nlb.listenerArn,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: weights.map((Weight, index) => ({
              TargetGroupArn: nlb.targetGroups[index]!.arn,
              Weight,
            })),
            TargetGroupStickinessConfig: { Enabled: stickyGroups },
          },
        },
      ],
    }),
  );
}

/** Creates an empty target group beside those of a deployment. Resolves to its ARN. */
export async function createTargetGroup(nlb: Deployment, protocol: ProtocolEnum): Promise<string> {
  const { TargetGroups } = await nlb.aws.elbv2.send(
    new CreateTargetGroupCommand({
      Name: `${nlb.name}-${protocol.toLowerCase().replace('_', '-')}`,
      Protocol: protocol,
      Port: 8080,
      VpcId: nlb.vpcId,
    }),
  );
  return TargetGroups![0]!.TargetGroupArn!;
}
