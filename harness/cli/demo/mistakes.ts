import { styleText } from 'node:util';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expectThat } from './expectation.ts';
import type { BuiltStage } from './stage.ts';

/** Something that people try, and what AWS answers. */
interface Mistake {
  readonly name: string;
  readonly title: string;
  readonly attempt: (stage: BuiltStage) => Promise<unknown>;
  /** The error's code, and how its text begins; lists in it have no promised order. */
  readonly code: string;
  readonly message: string;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: 'udp-health-check',
    title: 'A UDP health check',
    attempt: ({ deployment: { aws, vpcId } }) =>
      aws.elbv2.send(
        new CreateTargetGroupCommand({
          Name: 'udp-health-check',
          Protocol: 'UDP',
          Port: 8080,
          VpcId: vpcId,
          // The type of the SDK admits it; AWS does not (NLB-TG-06).
          HealthCheckProtocol: 'UDP',
        }),
      ),
    code: 'ValidationError',
    message: "Health check protocol 'UDP' must be one of",
  },
  {
    name: 'udp-listener-on-alb',
    title: 'A UDP listener on an Application Load Balancer',
    attempt: async ({ deployment: { aws, zones, targetGroup } }) => {
      const { LoadBalancers } = await aws.elbv2.send(
        new CreateLoadBalancerCommand({
          Name: 'demo-alb',
          Type: 'application',
          Subnets: zones.slice(0, 2).map(({ subnetId }) => subnetId),
        }),
      );
      await aws.elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
          Protocol: 'UDP',
          Port: 8080,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup.arn }],
        }),
      );
    },
    code: 'ValidationError',
    message: "Listener protocol 'UDP' must be one of",
  },
  {
    name: 'security-groups-afterwards',
    title: 'Security groups for a Network Load Balancer that was made without any',
    attempt: async ({ deployment: { aws, zones, loadBalancerSecurityGroupId = '' } }) => {
      const { LoadBalancers } = await aws.elbv2.send(
        new CreateLoadBalancerCommand({
          Name: 'demo-without-groups',
          Type: 'network',
          Subnets: zones.slice(0, 1).map(({ subnetId }) => subnetId),
        }),
      );
      await aws.elbv2.send(
        new SetSecurityGroupsCommand({
          LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
          SecurityGroups: [loadBalancerSecurityGroupId],
        }),
      );
    },
    code: 'InvalidConfigurationRequest',
    message: 'You cannot set security groups on a Network Load Balancer which was created without',
  },
];

/** Makes each mistake and shows AWS's own answer. */
export async function makeMistakes(stage: BuiltStage): Promise<void> {
  const { timeline } = stage;
  timeline.chapter('Three mistakes that people make, and what AWS answers');
  for (const mistake of MISTAKES) {
    timeline.line(mistake.title);
    const { code, message } = await refusalOf(stage, mistake);
    timeline.record('refused', { mistake: mistake.name, code, message });
    timeline.detail(`${styleText('red', code)}: ${message}`);
  }
}

async function refusalOf(stage: BuiltStage, { title, attempt, code, message }: Mistake) {
  const answer = await attempt(stage).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  // The SDK adds `Exception` to some names.
  const actualCode = answer?.name.replace(/Exception$/, '');
  const actual = answer ? `it was: ${actualCode}: ${answer.message}` : 'nothing was refused';
  const expected = actualCode === code && answer?.message.startsWith(message) === true;
  expectThat(expected, `"${title}" to be refused with ${code}: ${message} …`, actual);
  return { code, message: answer!.message };
}
