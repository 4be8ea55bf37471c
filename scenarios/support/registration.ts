import { DeregisterTargetsCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { DeployedTarget, Deployment } from '../../harness/index.ts';

/** Takes a target out of its target group. */
export async function deregister({ aws }: Deployment, target: DeployedTarget): Promise<void> {
  await aws.elbv2.send(new DeregisterTargetsCommand(registrationOf(target)));
}

/** Puts a target into its target group again. */
export async function register({ aws }: Deployment, target: DeployedTarget): Promise<void> {
  await aws.elbv2.send(new RegisterTargetsCommand(registrationOf(target)));
}

function registrationOf({ targetGroupArn, targetId, port }: DeployedTarget) {
  return { TargetGroupArn: targetGroupArn, Targets: [{ Id: targetId, Port: port }] };
}
