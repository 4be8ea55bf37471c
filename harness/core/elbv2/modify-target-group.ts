import type { Region } from '../region.ts';
import {
  checkHealthCheckConstraints,
  type HealthCheckInput,
  resolveHealthCheck,
} from './health-check-settings.ts';
import { getTargetGroup } from './lookup.ts';
import type { TargetGroup } from './state.ts';

/**
 * ModifyTargetGroup: changes how targets are checked, and nothing else (NLB-TG-05, NLB-TG-12). Throws
 * TargetGroupNotFound, ValidationError, InvalidConfigurationRequest.
 */
export function modifyTargetGroup(
  region: Region,
  targetGroupArn: string,
  healthCheck: HealthCheckInput,
): TargetGroup {
  checkHealthCheckConstraints(healthCheck);
  const targetGroup = getTargetGroup(region, targetGroupArn);
  Object.assign(
    targetGroup.healthCheck,
    resolveHealthCheck(targetGroup, targetGroup.healthCheck, healthCheck),
  );
  return targetGroup;
}
