import { validationError } from '../aws-error.ts';

/**
 * Throws a ValidationError unless the text is a list of status codes and ranges, `200,301` or `200-399`, within
 * AWS's limits (NLB-TG-09). The texts are unsure.
 */
export function checkMatcher(matcherHttpCode: string | undefined, isApplication: boolean): void {
  if (matcherHttpCode === undefined) return;
  const greatest = isApplication ? 499 : 599;
  for (const part of matcherHttpCode.split(',')) {
    const [, first, last = first] = /^(\d{3})(?:-(\d{3}))?$/.exec(part) ?? [];
    if (first === undefined || Number(first) < 200 || Number(last) > greatest || Number(first) > Number(last))
      throw validationError(
        `Health check matcher HTTP code '${matcherHttpCode}' must be within '200-${greatest}' inclusive`,
      );
  }
}
