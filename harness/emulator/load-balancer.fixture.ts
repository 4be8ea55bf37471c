import { setImmediate } from 'node:timers/promises';
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { onTestFinished } from 'vitest';
import type { Flow } from '../core/forwarding/flow.ts';
import type { EmulatedWorld } from './emulated-world.ts';

/**
 * A load balancer in one zone with listeners at these UDP ports. Its only target has no health listener and nothing
 * behind it, so that every datagram opens a flow (fail-open) and is lost. Returns the load balancer's DNS name.
 */
export async function serveListeners(world: EmulatedWorld, ports: readonly number[]): Promise<string> {
  const config = {
    endpoint: world.emulator.gateway.endpoint,
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const ec2 = new EC2Client(config);
  const elbv2 = new ElasticLoadBalancingV2Client(config);
  onTestFinished(() => {
    ec2.destroy();
    elbv2.destroy();
  });
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { LoadBalancers: [loadBalancer] = [] } = await elbv2.send(
    new CreateLoadBalancerCommand({
      Name: 'names',
      Type: 'network',
      Scheme: 'internal',
      Subnets: [subnet?.SubnetId ?? ''],
    }),
  );
  const { TargetGroups: [targetGroup] = [] } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'names',
      Protocol: 'UDP',
      Port: 53,
      VpcId: subnet?.VpcId,
      TargetType: 'ip',
    }),
  );
  const TargetGroupArn = targetGroup?.TargetGroupArn;
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '172.31.0.200' }] }));
  for (const Port of ports)
    await elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancer?.LoadBalancerArn,
        Protocol: 'UDP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
  // The load balancer becomes active, and the target unhealthy.
  await world.clock.advance(600_000);
  return loadBalancer?.DNSName ?? '';
}

/** The world's first flow, as soon as it is there. */
export async function firstFlow(world: EmulatedWorld): Promise<Flow> {
  for (;;) {
    const [flow] = (await world.snapshot())?.flows ?? [];
    if (flow) return flow;
    await setImmediate();
  }
}
