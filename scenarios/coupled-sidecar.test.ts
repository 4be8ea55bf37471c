import type { AgentClient } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { ownProgram } from './support/own-program.ts';

/** A UDP-only server, and a sidecar that has its port open for as long as the server answers. */
const server = {
  withoutHealthListener: true,
  // In real time: quick, and yet patient with a service on a busy machine.
  sidecars: [{ ...ownProgram('coupled-sidecar'), environment: { ASK_EVERY_MS: '500' } }],
};

const failures = [
  {
    failure: 'hangs',
    fail: (agent: AgentClient) => agent.muteUdp(),
    recover: (agent: AgentClient) => agent.unmuteUdp(),
  },
  {
    failure: 'closes its socket',
    fail: (agent: AgentClient) => agent.stopUdp(),
    recover: (agent: AgentClient) => agent.startUdp(),
  },
];

test.for(failures)(
  'when the service $failure, a coupled sidecar has its flows moved, and takes new ones when it is back',
  {
    rules: ['NLB-HC-07', 'NLB-HC-08', 'NLB-RT-06'],
  },
  async ({ fail, recover }, { deploy, client }) => {
    const nlb = await deploy({ targets: [server, server], crossZone: true });
    const flow = await client.openFlow(nlb);
    const served = nlb.target((await flow.send()).servedBy);
    const [other] = nlb.otherTargets(served);
    const agent = await served.agent();

    await fail(agent);
    expect(await flow.send()).toBeLost(); // nobody has noticed yet
    // The sidecar asks in real time. It is waited for, because the checks of minutes take no time at all here.
    await served.said('closed');
    await expect(served).toBecome('unhealthy');
    expect(await flow.sendMany({ count: 3, intervalMs: 1000 })).toBeServedBy(other!);

    await recover(agent);
    await served.said('opened again');
    await expect(served).toBecome('healthy');
    const results = await (await client.openFlows(nlb, 40)).sendAll();
    expect(new Set(results.map(({ servedBy }) => servedBy))).toEqual(new Set([served.name, other!.name]));
  },
);
