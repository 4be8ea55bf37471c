import { expect, test } from 'vitest';
import type { Container } from './container.ts';
import { type HostAddress, mappedEndpoint } from './mapped-endpoint.ts';

type Ports = Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>;

/** What the engine and testcontainers say of one container. */
function mapping(bound: readonly (readonly [string, number])[], ports: Ports, networkMode = 'bridge') {
  const inspected = { HostConfig: { NetworkMode: networkMode }, NetworkSettings: { Ports: ports } };
  const container = { inspect: async () => inspected } as unknown as Container;
  const boundPorts = { iterator: () => bound } as unknown as Parameters<typeof mappedEndpoint>[2];
  return { container, boundPorts };
}

const HOST: [HostAddress, ...HostAddress[]] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

test('the address goes with the port that was mapped for its family', async () => {
  const { container, boundPorts } = mapping([['8080/udp', 32_768]], {
    '8080/udp': [
      { HostIp: '0.0.0.0', HostPort: '32768' },
      { HostIp: '::', HostPort: '32769' },
    ],
  });
  expect(await mappedEndpoint(container, 8080, boundPorts, HOST)).toEqual({
    address: '127.0.0.1',
    port: 32_768,
  });
});

test('the UDP port is taken where the same number is exposed for TCP, too', async () => {
  const { container, boundPorts } = mapping(
    [
      ['8080/tcp', 40_000],
      ['8080/udp', 50_000],
    ],
    { '8080/udp': [{ HostIp: '', HostPort: '50000' }] },
  );
  const remote: [HostAddress] = [{ address: '192.0.2.7', family: 4 }];
  expect(await mappedEndpoint(container, 8080, boundPorts, remote)).toEqual({
    address: '192.0.2.7',
    port: 50_000,
  });
});

test("a container in the host's network is at the host, with nothing exposed", async () => {
  const { container, boundPorts } = mapping([], {}, 'host');
  expect(await mappedEndpoint(container, 8080, boundPorts, HOST)).toEqual({
    address: '127.0.0.1',
    port: 8080,
  });
});

test("a container in the host's network is at loopback where the host is this machine", async () => {
  const { container, boundPorts } = mapping([], {}, 'host');
  const bridge: [HostAddress] = [{ address: '172.17.0.1', family: 4 }];
  const endpointFor = (...own: string[]) => mappedEndpoint(container, 8080, boundPorts, bridge, own);
  expect(await endpointFor('192.0.2.2', '172.17.0.1')).toEqual({ address: '127.0.0.1', port: 8080 });
  // Seen from a container on it.
  expect(await endpointFor('172.17.0.2')).toEqual({ address: '172.17.0.1', port: 8080 });
});

test('a port that is not exposed is refused with the way to expose it', async () => {
  const { container, boundPorts } = mapping([['8080/tcp', 40_000]], {});
  await expect(mappedEndpoint(container, 8080, boundPorts, HOST)).rejects.toThrow(
    "The container does not expose the port 8080/udp. Expose it: withExposedPorts('8080/udp'). [HARNESS_ARGUMENT_INVALID]",
  );
});
