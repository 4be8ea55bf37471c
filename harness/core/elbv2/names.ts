import { validationError } from '../aws-error.ts';

const MAX_LENGTH = 32;

/** Throws a ValidationError for a name that no load balancer can have; length comes first (NLB-LB-01, NLB-LB-02). */
export function checkLoadBalancerName(name: string): void {
  const subject = `The load balancer name '${name}'`;
  if (name.length === 0) throw validationError('A load balancer name must be specified');
  if (name.length > MAX_LENGTH)
    throw validationError(`${subject} cannot be longer than '${MAX_LENGTH}' characters`);
  if (name.startsWith('internal-')) throw validationError(`${subject} cannot begin with 'internal-'`);
  if (name.startsWith('-')) throw validationError(`${subject} cannot begin with a hyphen(-)`);
  if (name.endsWith('-')) throw validationError(`${subject} cannot end with a hyphen(-)`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw validationError(
      `${subject} can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
}

/** Throws a ValidationError for a name that no target group can have (NLB-TG-01). */
export function checkTargetGroupName(name: string): void {
  const subject = `Target group name '${name}'`;
  if (name.length === 0) throw validationError('A target group name must be specified');
  if (name.length > MAX_LENGTH)
    throw validationError(`${subject} cannot be longer than '${MAX_LENGTH}' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw validationError(
      `${subject} can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  if (name.startsWith('-') || name.endsWith('-'))
    throw validationError(`${subject} cannot begin or end with '-'`);
}
