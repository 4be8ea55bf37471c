import { expect, test } from 'vitest';
import { resolveLocalStackSettings } from './localstack-settings.ts';

const ENVIRONMENT = {
  NLB_LOCALSTACK_ENDPOINT: 'http://127.0.0.1:4566',
  NLB_LOCALSTACK_IMAGE: 'mine:1',
  LOCALSTACK_AUTH_TOKEN: 'ls-1',
};

test('the default is the last image that needs no account', () => {
  expect(resolveLocalStackSettings({}, {})).toEqual({
    endpoint: undefined,
    image: 'localstack/localstack:4.14.0',
    authToken: undefined,
  });
});

test('what is not given comes from the environment', () => {
  expect(resolveLocalStackSettings({}, ENVIRONMENT)).toEqual({
    endpoint: 'http://127.0.0.1:4566',
    image: 'mine:1',
    authToken: 'ls-1',
  });
});

test('what is given counts before the environment', () => {
  const given = { endpoint: 'http://127.0.0.1:1', image: 'other:2', authToken: 'ls-2' };
  expect(resolveLocalStackSettings(given, ENVIRONMENT)).toEqual(given);
});

test('an image that is given is started, whatever the environment says is running', () => {
  expect(resolveLocalStackSettings({ image: 'other:2' }, ENVIRONMENT).endpoint).toBeUndefined();
});

test('an empty variable is one that is not set', () => {
  const empty = Object.fromEntries(Object.keys(ENVIRONMENT).map((name) => [name, '']));
  expect(resolveLocalStackSettings({}, empty)).toEqual(resolveLocalStackSettings({}, {}));
});
