import { forwardTo, openAccount, type TestAccount } from './account.fixture.ts';

/** The input of CreateListener for UDP port 53, unless told otherwise. */
export function listenerInput(LoadBalancerArn: string, targetGroupArn: string, change: object = {}) {
  return { LoadBalancerArn, Protocol: 'UDP', Port: 53, DefaultActions: forwardTo(targetGroupArn), ...change };
}

/** An account with a load balancer and a UDP target group. */
export async function openAccountForListeners(): Promise<{
  account: TestAccount;
  edge: string;
  dns: string;
}> {
  const account = await openAccount();
  return { account, edge: await account.createLoadBalancer(), dns: await account.createTargetGroup() };
}
