/**
 * The name of a resource that the template does not name: of stack and logical id, as CloudFormation makes it, but
 * without its random part. Where that is too long, the end is kept, because CDK's logical ids end in a hash. Never with two
 * hyphens in a row, which a target group's name may not have (NLB-TG-01).
 */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const whole = `${stackName}-${logicalId}`;
  if (whole.length <= maxLength) return whole;
  const start = stackName.slice(0, Math.floor(maxLength / 4)).replace(/-+$/, '');
  return `${start}-${logicalId.slice(-(maxLength - start.length - 1))}`;
}
