import { createRandom, type FiveTuple, UdpFlow } from '../../index.ts';
import { expectThat } from './expectation.ts';
import type { BuiltStage } from './stage.ts';

/** A client with a socket of its own. */
export interface Client extends AsyncDisposable {
  readonly flow: UdpFlow;
  readonly fiveTuple: FiveTuple;
}

/** Opens a client that sends to the load balancer's name, as a resolver gives it. */
export async function openClient({ world, deployment }: BuiltStage): Promise<Client> {
  const { dnsName, listenerPort: port } = deployment;
  const [address] = await world.resolve(dnsName);
  expectThat(address !== undefined, `${dnsName} to resolve`, 'it has no address');
  const destination = { address: address!, port };
  const flow = new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    clock: world.clock,
    random: createRandom(world.seed),
    destination,
  });
  return {
    flow,
    fiveTuple: { protocol: 'udp', source: flow.local, destination },
    [Symbol.asyncDispose]: () => flow.close(),
  };
}
