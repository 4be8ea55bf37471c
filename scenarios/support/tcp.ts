import type { Deployment, TcpConnection } from '../../harness/index.ts';
import type { ScenarioClient } from '../../harness/scenario/index.ts';

/** Options of a TCP service whose health is at another port, so that it can fail while the service goes on. */
export const TCP_WITH_HEALTH_APART = {
  protocol: 'TCP',
  healthCheck: { port: 8081 },
  crossZone: true,
} as const;

/** Connections by the name of the target that answers them: as many of each target as were asked for, or more. */
export async function connectionsByTarget(
  client: ScenarioClient,
  nlb: Deployment,
  atLeast = 1,
): Promise<Map<string, TcpConnection[]>> {
  const byTarget = new Map<string, TcpConnection[]>(nlb.targets.map(({ name }) => [name, []]));
  // By the hash, not in turn. So many that go all to one of two targets would be a wonder.
  for (let attempt = 0; attempt < 60; attempt++) {
    const connection = await client.connect(nlb);
    const { servedBy = 'nobody' } = await connection.exchange();
    byTarget.set(servedBy, [...(byTarget.get(servedBy) ?? []), connection]);
    if ([...byTarget.values()].every(({ length }) => length >= atLeast)) break;
  }
  return byTarget;
}
