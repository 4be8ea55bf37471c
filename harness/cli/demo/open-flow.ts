import { UdpFlow } from '../../index.ts';
import { expectThat } from './expectation.ts';
import type { BuiltStage } from './stage.ts';

/** A client with a socket of its own that sends to the load balancer's name, as a resolver gives it. */
export async function openFlow({ world, deployment }: BuiltStage): Promise<UdpFlow> {
  const { dnsName, listenerPort: port } = deployment;
  const [address] = await world.resolve(dnsName);
  expectThat(address !== undefined, `${dnsName} to resolve`, 'it has no address');
  return new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    clock: world.clock,
    destination: { address: address!, port },
  });
}
