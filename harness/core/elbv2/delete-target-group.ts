import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkArn } from './arns.ts';
import { listenersOfTargetGroup } from './associations.ts';

/**
 * DeleteTargetGroup: the group with its registrations. One that is not there is no error. Throws ValidationError,
 * ResourceInUse while a listener forwards to it (NLB-TG-22).
 */
export function deleteTargetGroup(region: Region, targetGroupArn: string): void {
  checkArn(targetGroupArn, 'targetgroup');
  if (listenersOfTargetGroup(region, targetGroupArn).length > 0)
    throw new AwsError(
      'ResourceInUse',
      `Target group '${targetGroupArn}' is currently in use by a listener or a rule`,
    );
  region.elbv2.targetGroups.delete(targetGroupArn);
}
