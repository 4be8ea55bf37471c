import type { HttpRequest } from '../gateway/upstream.ts';

/**
 * The same request by another caller: where SigV4 puts the access key id, in the header or in a presigned URL, stands
 * another one. The signature no longer fits, and LocalStack looks at none.
 */
export function withAccessKeyId(request: HttpRequest, accessKeyId: string): HttpRequest {
  const rawHeaders = request.rawHeaders.map((text, index) =>
    index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === 'authorization'
      ? text.replace(/(\bCredential=)[^/\s,]+/, `$1${accessKeyId}`)
      : text,
  );
  const target = request.target.replace(/([?&]X-Amz-Credential=)[^%/&]+/i, `$1${accessKeyId}`);
  return { ...request, rawHeaders, target };
}
