import { expect, test } from 'vitest';
import { describeStartFailure } from './describe-start-failure.ts';

const IMAGE = 'localstack/localstack:4.14.0';

// The texts are those of Docker 20.10, testcontainers 12 and LocalStack.
test.each([
  ['Could not find a working container runtime strategy', '', 'no Docker engine answers', 'Start Docker'],
  [
    '(HTTP code 404) unexpected - pull access denied for localstack/localstack, repository does not exist',
    '',
    `the image ${IMAGE} is not there and cannot be pulled`,
    'NLB_LOCALSTACK_IMAGE',
  ],
  [
    '(HTTP code 500) server error - Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    '',
    `the image ${IMAGE} is not there and cannot be pulled`,
    'docker pull',
  ],
  [
    `Image "${IMAGE}" does not exist locally and pull policy is "never"`,
    '',
    `the image ${IMAGE} is not there and cannot be pulled`,
    'docker pull',
  ],
  [
    '(HTTP code 500) server error - driver failed programming external connectivity: Bind for 0.0.0.0:4566 failed: port is already allocated',
    '',
    'its port is taken',
    'LocalStack of an earlier run',
  ],
  ['Log message "Ready" not received after 120000ms', '', 'it was not ready in time', 'startTimeoutMs'],
  ['Log stream ended and message "Ready" was not received', 'Killed', 'it ended by itself', 'memory'],
  [
    'Log stream ended and message "Ready" was not received',
    'License activation failed! No credentials were found in the environment.',
    `the image ${IMAGE} asks for an account`,
    'LOCALSTACK_AUTH_TOKEN',
  ],
  ['something new', '', 'something new', `docker run ${IMAGE}`],
])('%s (%s)', (message, log, what, remedy) => {
  const cause = new Error(message);
  const failure = describeStartFailure(cause, IMAGE, log);
  expect(failure).toMatchObject({ code: 'HARNESS_LOCALSTACK_START_FAILED', fault: 'environment', cause });
  expect(failure.message).toContain(`LocalStack did not start: ${what}`);
  expect(failure.remedy).toContain(remedy);
  expect(failure.message.includes('It said last')).toBe(log !== '');
  expect(failure.message).toContain(log);
});
