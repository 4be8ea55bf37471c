import { describe, expect, test } from 'vitest';
import { checkDeployOptions, checkNamesDiffer } from './check-options.ts';
import type { DeployOptions } from './deploy-options.ts';

const UDP = { address: '127.0.0.1', port: 5353 };

describe('deploy refuses', () => {
  test.each<[DeployOptions, string]>([
    [
      { targets: -1 },
      "The option 'targets' is -1. Give a whole number from 0 up. [HARNESS_ARGUMENT_INVALID]",
    ],
    [{ targets: Number.NaN }, "The option 'targets' is NaN."],
    [{ targetGroups: [{}, { targets: 30.5 }] }, "The option 'targets' is 30.5."],
    [{ targetGroups: [] }, "The option 'targetGroups' is empty. Describe at least one group"],
    [{ zones: 0 as never }, "The option 'zones' is 0. Give a whole number from 1 to 3."],
    [{ zones: 4 as never }, "The option 'zones' is 4."],
    [{ region: 'a b' }, "The option 'region' is 'a b'. Give the name of a Region, like 'us-east-1'."],
    [{ targets: [{}, { zone: 3 }] }, 'The target with index 1 is in zone 3. Choose a zone from 0 to 2.'],
    [{ targets: [{ name: '' }] }, 'The target with index 0 has an empty name.'],
    [
      { targets: [{ command: ['true'], startTimeoutMs: 0 }] },
      'The target with index 0 has a startTimeoutMs of 0. Give a whole number of milliseconds from 1 up.',
    ],
    [{ targets: [{ command: [] }] }, 'The target with index 0 has an empty command.'],
    [{ targets: [{ image: '' }] }, 'The target with index 0 has an empty image.'],
    [
      { targets: [{ image: 'dns', existing: { udp: UDP, health: UDP } }] },
      "has 'image' and 'existing'. Choose one of them.",
    ],
    [
      { targets: [{ name: 'mine', sidecars: [], existing: { udp: UDP, health: UDP } }] },
      "The target 'mine' has sidecars and runs on no instance. Give it a command or an image, or leave them out.",
    ],
    [
      { targets: [{ name: 'mine', sidecars: [{ command: ['true'] }, {}] }] },
      "Sidecar 2 of the target 'mine' has nothing to run. Give it a command or an image.",
    ],
    [
      { targets: [{ sidecars: [{ command: [] }] }] },
      'Sidecar 1 of the target with index 0 has an empty command.',
    ],
    [
      { targets: [{ name: 'mine', command: ['true'], existing: { udp: UDP, health: UDP } }] },
      "The target 'mine' has 'command' and 'existing'. Choose one of them.",
    ],
    [
      { targets: [{ existing: { udp: { address: 'localhost', port: 5353 }, health: UDP } }] },
      "is to be reached for UDP at the address 'localhost'. Give an IPv4 address where it listens, like 127.0.0.1.",
    ],
    [
      { targets: [{ existing: { udp: UDP, health: { ...UDP, port: 0 } } }] },
      'is to be reached for health checks at port 0. Give a whole number from 1 to 65535.',
    ],
    [
      { targets: [{ existing: { udp: UDP } as never }] },
      "is to be reached for health checks at the address 'undefined'.",
    ],
  ])('%o', (options, message) => {
    expect(() => checkDeployOptions(options)).toThrow(message);
  });
});

test('what deploy can follow is not refused', () => {
  expect(() => checkDeployOptions({})).not.toThrow();
  expect(() => checkDeployOptions({ zones: 3, targets: 0, region: 'eu-west-1' })).not.toThrow();
  const existing = { udp: UDP, health: UDP };
  expect(() => checkDeployOptions({ targetGroups: [{ targets: [{ existing, zone: 2 }] }] })).not.toThrow();
});

test('an image may have a command and sidecars', () => {
  const sidecars = [{ image: 'health' }, { command: ['true'] }];
  expect(() =>
    checkDeployOptions({ targets: [{ image: 'dns', command: ['serve'], sidecars }] }),
  ).not.toThrow();
});

test('two targets of one name are refused', () => {
  expect(() => checkNamesDiffer(['a', 'b', 'c'])).not.toThrow();
  expect(() => checkNamesDiffer(['a', 'b', 'a'])).toThrow("Two targets have the name 'a'. Give every target");
});
