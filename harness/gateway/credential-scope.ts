/** What a SigV4 request says about itself: the service and the Region that it was signed for. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Reads the credential scope from the Authorization header. The signature itself is not verified: whoever can
 * reach the loopback endpoint may use it.
 */
export function readCredentialScope(authorization: string | undefined): CredentialScope | undefined {
  const match =
    /^AWS4-HMAC-SHA256\s.*\bCredential=([^/\s,]+)\/\d{8}\/([^/\s,]+)\/([^/\s,]+)\/aws4_request/.exec(
      authorization ?? '',
    );
  if (!match) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}
