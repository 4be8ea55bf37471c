import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TrafficRule } from '../core/forwarding/routes.ts';
import type { ParsedUserData } from '../targets/agent-config.ts';
import type { HostNetwork, StartedHost } from './world.ts';

const AGENT_FILE = fileURLToPath(new URL('../targets/agent.mjs', import.meta.url));

/** User data that {@link parseAgent} understands. */
export const AGENT = 'an agent';

/** An agent that answers at UDP port 8080, for any text. */
export function parseAgent(): ParsedUserData {
  return {
    kind: 'agent',
    config: { name: 'target-a', udpPort: 8080, health: undefined, controlPort: 8079 },
    source: readFileSync(AGENT_FILE, 'utf8'),
    file: AGENT_FILE,
  };
}

/** Asks an agent from an address, or from any; returns where the agent says that it was asked from. */
export async function askUdp(network: HostNetwork, to: string, from?: string): Promise<string> {
  await using socket = await network.openClientSocket({ address: from, port: undefined });
  const reply = new Promise<string>((resolve) =>
    socket.onDatagram((payload) => resolve(new TextDecoder().decode(payload))),
  );
  await socket.send(new TextEncoder().encode('#1'), { address: to, port: 8080 });
  const { source } = JSON.parse(await reply);
  expect(source).toBe(`${socket.local.address}:${socket.local.port}`);
  return source;
}

/** What a network of one kind is tested by. */
export interface PrivateHostNetworkBed {
  /** Its user data is read by {@link parseAgent}. */
  readonly start: () => Promise<HostNetwork>;
  /** How many datagrams the agent of a host says that it got. */
  readonly countReceived: (host: StartedHost) => Promise<number>;
}

/** Tests that hold for each host network with addresses of its own, be its hosts namespaces or containers. */
export function testPrivateHostNetwork({ start, countReceived }: PrivateHostNetworkBed): void {
  test('hosts have their own addresses, and clients any', async () => {
    await using network = await start();
    const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
    await network.startHost({ id: 'i-2', address: '172.31.0.5', userData: undefined });
    expect(await askUdp(network, '172.31.0.4')).toMatch(/^203\.0\.113\.1:/);
    expect(await askUdp(network, '172.31.0.4', '172.31.0.5')).toMatch(/^172\.31\.0\.5:/);
    expect(await askUdp(network, '172.31.0.4', '198.51.100.7')).toMatch(/^198\.51\.100\.7:/);
    expect(await countReceived(host)).toBe(3);
  });

  test('a host that was stopped starts again at its address', async () => {
    await using network = await start();
    const spec = { id: 'i-1', address: '172.31.0.4', userData: AGENT };
    const first = await network.startHost(spec);
    await first.stop();
    await first.stop();
    await network.startHost(spec);
    expect(await askUdp(network, '172.31.0.4')).toMatch(/^203\.0\.113\.1:/);
  });

  test('programs on a host see its network, our DNS and the folder of the harness', async () => {
    await using network = await start();
    const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: undefined });
    const script = 'pwd; ip -4 -oneline address show eth0; cat /etc/resolv.conf; read line; echo "got $line"';
    const command = await host.run!(['/bin/sh', '-c', script]);
    command.write('a line\n');
    expect(await command.said('got a line')).toContain(`${process.cwd()}\n`);
    expect(command.output).toContain('inet 172.31.0.4/32 ');
    expect(command.output).toContain('nameserver 169.254.169.253\n');
    expect(await command.ended).toBe(0);
    await expect(command.said('more')).rejects.toMatchObject({ code: 'HARNESS_HOST_EXITED' });
  });

  test('a program that a host runs ends with the host', async () => {
    await using network = await start();
    const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: undefined });
    const command = await host.run!(['sleep', '600']);
    await host.stop();
    expect(await command.ended).toBe(null);
  });

  test('rules of every kind are ones that nft takes', async () => {
    await using network = await start();
    const rules: TrafficRule[] = [
      rule({ ipProtocol: 'udp', fromPort: 53, toPort: 53 }),
      rule({ ipProtocol: 'tcp', fromPort: 0, toPort: 65_535 }),
      rule({ ipProtocol: 'icmp', fromPort: 3, toPort: 4 }),
      rule({ ipProtocol: 'icmp', fromPort: -1, toPort: -1 }),
      rule({ ipProtocol: '47' }),
      rule({ peer: { kind: 'cidr-ipv4', cidr: '10.0.0.0/8' } }),
      rule({
        peer: { kind: 'security-group', groupId: 'sg-1' },
        peerAddresses: ['172.31.0.5', '172.31.0.6'],
      }),
    ];
    const interfaces = ['172.31.0.4', '172.31.0.5'].map((address) => ({
      address,
      inbound: rules,
      outbound: rules,
    }));
    await network.followSecurityGroups!(interfaces);
    await network.followSecurityGroups!([]);
    const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
    expect(host.control?.address).toBe('172.31.0.4');
    expect(await askUdp(network, '172.31.0.4')).toMatch(/^203/);
  });

  test('servers outside of the network cannot be targets', async () => {
    await using network = await start();
    const emulated = { address: '172.31.0.9', port: 53 };
    const refused = { code: 'HARNESS_ARGUMENT_INVALID' };
    await expect(network.reserve('udp', emulated)).rejects.toMatchObject(refused);
    const mapped = { protocol: 'udp', emulated, actual: emulated } as const;
    expect(() => network.mapEndpoint(mapped)).toThrow(expect.objectContaining(refused));
  });
}

function rule(parts: Partial<TrafficRule>): TrafficRule {
  return {
    ipProtocol: '-1',
    fromPort: undefined,
    toPort: undefined,
    peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' },
    peerAddresses: [],
    ...parts,
  };
}
