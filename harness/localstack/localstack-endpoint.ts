import { HarnessError } from '../errors.ts';

/**
 * The address of a LocalStack, without path. No request of an emulated world may ever reach AWS itself, so AWS's own
 * names are refused, whoever gives them. Throws HARNESS_ARGUMENT_INVALID.
 */
export function checkLocalStackEndpoint(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== 'http:' || url.hostname === '')
    throw invalid(endpoint, 'is not the address of a LocalStack', 'http://127.0.0.1:4566');
  if (isAws(url.hostname))
    throw invalid(
      endpoint,
      'is AWS itself, where an emulated world may send nothing',
      'http://127.0.0.1:4566',
    );
  return new URL(url.origin);
}

function isAws(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return ['amazonaws.com', 'amazonaws.com.cn', 'api.aws', 'aws'].some(
    (domain) => name === domain || name.endsWith(`.${domain}`),
  );
}

function invalid(endpoint: string, what: string, example: string): HarnessError {
  return new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The LocalStack endpoint '${endpoint}' ${what}`,
    `Give a plain HTTP address like ${example}`,
  );
}
