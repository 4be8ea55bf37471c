import { AwsError } from '../aws-error.ts';

/** EC2's answer for a value that a parameter does not take. */
export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** EC2's answer for parameters that exclude each other. */
export function invalidParameterCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}

/** EC2's answer for a parameter that is not there; `name` is the parameter's name on the wire. */
export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
}

/** EC2's answer for deleting what others still stand on. */
export function dependencyViolation(message: string): AwsError {
  return new AwsError('DependencyViolation', message);
}
