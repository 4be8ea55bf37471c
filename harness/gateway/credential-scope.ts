import { AwsError } from '../core/aws-error.ts';
import { isRegionName } from '../core/region-name.ts';

/** What a SigV4 request says about itself: the service and the Region that it was signed for. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Reads the credential scope from the Authorization header. The signature itself is not verified: whoever can
 * reach the loopback endpoint may use it. A signature in the query string is not looked at: a web page could put
 * it there, and it cannot set the header.
 *
 * Throws MissingAuthenticationToken, or IncompleteSignature for a header that is not what SigV4 makes; the latter's
 * text is unsure.
 */
export function readCredentialScope(authorization: string | undefined): CredentialScope {
  if (authorization === undefined || authorization === '')
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const match =
    /^AWS4-HMAC-SHA256\s.*\bCredential=([^/\s,]+)\/\d{8}\/([^/\s,]+)\/([^/\s,]+)\/aws4_request/.exec(
      authorization,
    );
  if (!match)
    throw new AwsError(
      'IncompleteSignature',
      "Authorization header requires 'Credential' parameter with a scope of date, Region and service.",
    );
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region: checkRegion(region), service };
}

function checkRegion(region: string): string {
  if (isRegionName(region)) return region;
  throw new AwsError(
    'SignatureDoesNotMatch',
    `Credential should be scoped to a valid region. '${region}' is none.`,
  );
}
