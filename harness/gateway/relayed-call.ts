import type { IncomingHttpHeaders } from 'node:http';
import { isRegionName } from '../core/region-name.ts';
import type { Service } from './service.ts';
import type { UpstreamCall } from './upstream.ts';
import { type FormNode, formValue } from './wire/form.ts';
import { readRequestForm } from './wire/request-form.ts';

export const NO_PARAMETERS: FormNode = { value: undefined, children: new Map() };

/** What decides where a request goes. */
export interface RequestHead {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Where a request goes: to a service of another emulator, or undefined for one that is answered here. */
export interface RelayedScope {
  readonly service: string | undefined;
  readonly region: string | undefined;
}

/**
 * Whether a request is for another emulator: what is signed for a service that is not served here, and what is not
 * signed but names a resource by its path, as objects of S3 and the functions behind an API are named. Throws nothing:
 * what cannot be understood is answered here, with AWS's errors.
 *
 * A signature in the query string is heeded for others' services, but not for EC2, whose instances run what they are
 * told: a web page could put it there, and it cannot set the header.
 */
export function relayedScope(services: readonly Service[], head: RequestHead): RelayedScope | undefined {
  const { authorization } = head.headers;
  const inHeader = scopeIn(/^AWS4-HMAC-SHA256\s.*\bCredential=([^\s,]+)/.exec(authorization ?? '')?.[1]);
  if (inHeader) return isServed(services, inHeader.service) ? undefined : inHeader;
  if (authorization?.startsWith('AWS4-')) return undefined;
  const [path = '', query = ''] = head.target.split('?', 2);
  const inQuery = scopeIn(new URLSearchParams(query).get('X-Amz-Credential') ?? undefined);
  if (inQuery) {
    return isServed(services, inQuery.service) || inQuery.service === 'ec2' ? undefined : inQuery;
  }
  return path === '/' || path === '' ? undefined : { service: undefined, region: undefined };
}

/** With the operation, where the request is one of EC2's. Throws AwsError for a form that cannot be read. */
export function relayedCall(
  scope: RelayedScope,
  { method, target, headers }: RequestHead,
  body: Uint8Array,
): UpstreamCall {
  if (scope.service !== 'ec2') return { ...scope, operation: undefined, parameters: NO_PARAMETERS };
  const query = target.slice(target.indexOf('?') + 1);
  const form = readRequestForm({ method, query, contentType: headers['content-type'], body });
  return { ...scope, operation: formValue(form, 'Action'), parameters: form };
}

function scopeIn(credential: string | undefined): { service: string; region: string } | undefined {
  const [, , region, service, end] = credential?.split('/') ?? [];
  if (region === undefined || service === undefined || end !== 'aws4_request') return undefined;
  return isRegionName(region) ? { service, region } : undefined;
}

function isServed(services: readonly Service[], name: string): boolean {
  return services.some(({ model }) => model.signingName === name);
}
