import { expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { chooseHost, type ServedHost } from './find-host.ts';

const CLIENT: ServedHost = {
  instanceId: 'i-1',
  name: 'client',
  privateIpAddress: '172.31.0.4',
  state: 'running',
  region: 'us-east-1',
};
const TARGET_A = { ...CLIENT, instanceId: 'i-2', name: 'target', privateIpAddress: '172.31.0.5' };
const TARGET_B = { ...TARGET_A, instanceId: 'i-3', privateIpAddress: '172.31.0.6' };
const ELSEWHERE = { ...CLIENT, instanceId: 'i-4', name: undefined, region: 'eu-west-1' };
const HOSTS = [CLIENT, TARGET_A, TARGET_B, ELSEWHERE];

/** The message of the refusal. */
function refusal(hosts: readonly ServedHost[], called: string | undefined): string {
  try {
    return `chose ${chooseHost(hosts, called).instanceId}`;
  } catch (error) {
    expect(error).toBeInstanceOf(HarnessError);
    return (error as Error).message;
  }
}

test.each(['i-1', 'client'])('%s names a host, by its id and by its Name tag', (called) => {
  expect(chooseHost(HOSTS, called)).toBe(CLIENT);
});

test('a private address names a host', () => {
  expect(chooseHost(HOSTS, '172.31.0.6')).toBe(TARGET_B);
});

test('a name of two hosts is refused with both of them, and no other', () => {
  const message = refusal(HOSTS, 'target');
  expect(message).toContain("There are 2 hosts 'target'");
  expect(message.match(/i-\d/g)).toEqual(['i-2', 'i-3']);
});

test('an address that hosts of two Regions have is refused with their Regions', () => {
  const message = refusal(HOSTS, '172.31.0.4');
  expect(message).toMatch(/i-1 .*us-east-1\n/);
  expect(message).toMatch(/i-4 .*eu-west-1/);
});

test('a part of a name is no name, and all that there are are listed', () => {
  expect(refusal(HOSTS, 'clien').match(/i-\d/g)).toEqual(['i-1', 'i-2', 'i-3', 'i-4']);
  expect(refusal(HOSTS, undefined).match(/i-\d/g)).toHaveLength(4);
});

test('where nothing runs it says so', () => {
  expect(refusal([], 'client')).toContain('No instance is pending or running. Run one first.');
});
