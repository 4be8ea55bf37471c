import type {
  CreateTargetGroupCommandInput,
  ModifyTargetGroupCommandInput,
  TargetGroup as TargetGroupShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { loadBalancerOfTargetGroup } from '../../core/elbv2/associations.ts';
import type { HealthCheckInput } from '../../core/elbv2/health-check-settings.ts';
import { notEmulated } from '../../core/elbv2/not-emulated.ts';
import type { TargetGroup } from '../../core/elbv2/state.ts';
import type { Region } from '../../core/region.ts';

/** A target group as DescribeTargetGroups shows it; path and matcher only with HTTP checks (NLB-TG-08). */
export function targetGroupShape(region: Region, targetGroup: TargetGroup): TargetGroupShape {
  const { healthCheck, protocol } = targetGroup;
  const loadBalancer = loadBalancerOfTargetGroup(region, targetGroup.arn);
  return {
    TargetGroupArn: targetGroup.arn,
    TargetGroupName: targetGroup.name,
    Protocol: protocol,
    Port: targetGroup.port,
    VpcId: targetGroup.vpcId,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: healthCheck.port,
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThresholdCount,
    UnhealthyThresholdCount: healthCheck.unhealthyThresholdCount,
    ...(healthCheck.path !== undefined && { HealthCheckPath: healthCheck.path }),
    ...(healthCheck.matcherHttpCode !== undefined && { Matcher: { HttpCode: healthCheck.matcherHttpCode } }),
    LoadBalancerArns: loadBalancer ? [loadBalancer.arn] : [],
    TargetType: targetGroup.targetType,
    ...((protocol === 'HTTP' || protocol === 'HTTPS') && { ProtocolVersion: 'HTTP1' }),
    IpAddressType: targetGroup.ipAddressType,
  };
}

/** Health-check settings as the SDK writes them, in both operations that take them. */
export function healthCheckInput(
  input: CreateTargetGroupCommandInput | ModifyTargetGroupCommandInput,
): HealthCheckInput {
  if (input.Matcher?.GrpcCode !== undefined) throw notEmulated('health checks with gRPC codes');
  return {
    enabled: input.HealthCheckEnabled,
    protocol: input.HealthCheckProtocol,
    port: input.HealthCheckPort,
    path: input.HealthCheckPath,
    intervalSeconds: input.HealthCheckIntervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds,
    healthyThresholdCount: input.HealthyThresholdCount,
    unhealthyThresholdCount: input.UnhealthyThresholdCount,
    matcherHttpCode: input.Matcher?.HttpCode,
  };
}
