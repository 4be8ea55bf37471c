import { AwsError, validationError } from '../aws-error.ts';
import { checkEnum, checkLength, checkRange } from './constraints.ts';
import { checkMatcher } from './health-check-matcher.ts';
import { PROTOCOLS } from './listener-protocols.ts';
import type { HealthCheck, HealthCheckProtocol, ListenerProtocol, TargetType } from './state.ts';

/** What a caller says about a group's health checks; what is undefined keeps its value or takes the default. */
export interface HealthCheckInput {
  readonly enabled: boolean | undefined;
  readonly protocol: string | undefined;
  readonly port: string | undefined;
  readonly path: string | undefined;
  readonly intervalSeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly healthyThresholdCount: number | undefined;
  readonly unhealthyThresholdCount: number | undefined;
  readonly matcherHttpCode: string | undefined;
}

/** What of the target group decides about its health checks. */
export interface HealthCheckSubject {
  readonly protocol: ListenerProtocol;
  readonly targetType: TargetType;
}

/** Throws a ValidationError for values outside the API model's constraints (NLB-HC ranges in NLB-TG-09). */
export function checkHealthCheckConstraints(input: HealthCheckInput): void {
  checkEnum(input.protocol, 'healthCheckProtocol', PROTOCOLS);
  checkLength(input.path, 'healthCheckPath', [1, 1024]);
  checkRange(input.intervalSeconds, 'healthCheckIntervalSeconds', [5, 300]);
  checkRange(input.timeoutSeconds, 'healthCheckTimeoutSeconds', [2, 120]);
  checkRange(input.healthyThresholdCount, 'healthyThresholdCount', [2, 10]);
  checkRange(input.unhealthyThresholdCount, 'unhealthyThresholdCount', [2, 10]);
}

/**
 * The health check that results from a caller's settings on top of what there is (`undefined`: the defaults,
 * NLB-TG-08). Throws ValidationError, InvalidConfigurationRequest; changes nothing.
 */
export function resolveHealthCheck(
  subject: HealthCheckSubject,
  current: HealthCheck | undefined,
  input: HealthCheckInput,
): HealthCheck {
  const isApplication = subject.protocol === 'HTTP' || subject.protocol === 'HTTPS';
  const protocol = resolveProtocol(isApplication, current, input);
  if (input.enabled === false)
    // NLB-TG-07; the code is unsure.
    throw validationError(
      `Health check enabled must be true for target groups with target type '${subject.targetType}'`,
    );
  checkPort(input.port);
  if (protocol === 'TCP') checkTcpOnly(input);
  else {
    checkPath(input.path);
    checkMatcher(input.matcherHttpCode, isApplication);
  }
  const isHttp = protocol !== 'TCP';
  const resolved: HealthCheck = {
    enabled: true,
    protocol,
    port: input.port ?? current?.port ?? 'traffic-port',
    path: isHttp ? (input.path ?? current?.path ?? '/') : undefined,
    intervalSeconds: input.intervalSeconds ?? current?.intervalSeconds ?? 30,
    timeoutSeconds:
      input.timeoutSeconds ?? current?.timeoutSeconds ?? defaultTimeoutSeconds(isApplication, protocol),
    healthyThresholdCount: input.healthyThresholdCount ?? current?.healthyThresholdCount ?? 5,
    unhealthyThresholdCount: input.unhealthyThresholdCount ?? current?.unhealthyThresholdCount ?? 2,
    matcherHttpCode: isHttp
      ? (input.matcherHttpCode ?? current?.matcherHttpCode ?? (isApplication ? '200' : '200-399'))
      : undefined,
  };
  checkTimeout(isApplication, resolved);
  return resolved;
}

/** NLB-TG-06: UDP is a protocol of the enum, but not of health checks. */
function resolveProtocol(
  isApplication: boolean,
  current: HealthCheck | undefined,
  input: HealthCheckInput,
): HealthCheckProtocol {
  const allowed: readonly HealthCheckProtocol[] = isApplication
    ? ['HTTP', 'HTTPS']
    : ['HTTP', 'HTTPS', 'TCP'];
  if (input.protocol === undefined) return current?.protocol ?? (isApplication ? 'HTTP' : 'TCP');
  const protocol = allowed.find((candidate) => candidate === input.protocol);
  if (!protocol)
    throw validationError(`Health check protocol '${input.protocol}' must be one of '${allowed.join(', ')}'`);
  return protocol;
}

function defaultTimeoutSeconds(isApplication: boolean, protocol: HealthCheckProtocol): number {
  if (isApplication) return 5;
  return protocol === 'HTTP' ? 6 : 10;
}

/** The text is unsure. */
function checkPort(port: string | undefined): void {
  if (port === undefined || port === 'traffic-port') return;
  if (!(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    throw validationError(
      `Health check port '${port}' must be 'traffic-port' or between '1-65535' inclusive`,
    );
}

/** NLB-TG-11. */
function checkTcpOnly(input: HealthCheckInput): void {
  if (input.path !== undefined)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Health check paths are not supported for TCP health checks',
    );
  if (input.matcherHttpCode !== undefined)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Health check matchers are not supported for TCP health checks',
    );
}

/** The text is unsure. */
function checkPath(path: string | undefined): void {
  if (path !== undefined && !path.startsWith('/'))
    throw validationError(`Health check path '${path}' must begin with a '/' character`);
}

/** NLB-TG-10. */
function checkTimeout(isApplication: boolean, { timeoutSeconds, intervalSeconds }: HealthCheck): void {
  const isTooLong = isApplication ? timeoutSeconds >= intervalSeconds : timeoutSeconds > intervalSeconds;
  if (isTooLong)
    throw validationError(
      `Health check timeout '${timeoutSeconds}' must be smaller than ${
        isApplication ? '' : 'or equal to '
      }the interval '${intervalSeconds}'`,
    );
}
