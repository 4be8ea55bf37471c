import { expect, test } from 'vitest';
import { describeBuildFailure } from './build-failure.ts';

const failure = (reason: string, ...said: string[]) => describeBuildFailure({ base: 'base:1', reason, said });

test.each([
  'pull access denied for base, repository does not exist or may require authorization',
  'manifest for base:1 not found: manifest unknown',
  'Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
])('a base that cannot be pulled is said to be missing: %s', (reason) => {
  const error = failure(reason);
  expect(error.code).toBe('HARNESS_IMAGE_MISSING');
  expect(error.message).toContain(reason);
  expect(error.remedy).toMatch(/docker pull base:1 .* NLB_HOST_BASE_IMAGE/);
});

const RUN_FAILED = "The command '/bin/sh -c …' returned a non-zero code: 100";

test.each([
  ['Temporary failure resolving deb.example', /HTTP_PROXY.* NLB_HOST_IMAGE/],
  ['npm error code EAI_AGAIN', /HTTP_PROXY.* NLB_HOST_IMAGE/],
  [
    'Certificate verification failed: the certificate is NOT trusted',
    /trusts your proxy in NLB_HOST_BASE_IMAGE/,
  ],
  ['write /usr/bin/python3: no space left on device', /Make room/],
  ['/bin/sh: 1: apt-get: not found', /Read what the build said/],
])('a build that ends with %j says what to do', (line, remedy) => {
  const error = failure(RUN_FAILED, 'Step 3/8 : RUN apt-get update', line);
  expect(error.code).toBe('HARNESS_IMAGE_BUILD_FAILED');
  expect(error.message).toContain(line);
  expect(error.remedy).toMatch(remedy);
});
