import { StartInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '../harness/scenario/index.ts';

test('a flow leaves an instance that is stopped; started again, it takes new flows', {
  rules: ['NLB-TA-11'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);
  const InstanceIds = [served.instanceId!];

  await nlb.aws.ec2.send(new StopInstancesCommand({ InstanceIds }));
  await expect(served).toBecome('unused');
  expect(await served.describeHealth()).toEqual({
    State: 'unused',
    Reason: 'Target.InvalidState',
    Description: 'Target is in the stopped state',
  });
  expect(await flow.send()).toBeServedBy(other!);

  await nlb.aws.ec2.send(new StartInstancesCommand({ InstanceIds }));
  // It is still registered, so it comes back by itself.
  await expect(served).toBecome('healthy');
  expect(await flow.send()).toBeServedBy(other!);
  const results = await (await client.openFlows(nlb, 40)).sendAll();
  expect(new Set(results.map(({ servedBy }) => servedBy))).toEqual(new Set([served.name, other!.name]));
});

test('a flow leaves an instance that is terminated', {
  rules: ['NLB-TA-08'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);

  await nlb.aws.ec2.send(new TerminateInstancesCommand({ InstanceIds: [served.instanceId!] }));
  await expect(served).toBecome('unused');
  expect(await served.describeHealth()).toMatchObject({
    Reason: 'Target.InvalidState',
    Description: 'Target is in the terminated state',
  });
  expect(await flow.send()).toBeServedBy(other!);
  expect(await (await client.openFlows(nlb, 40)).sendAll()).toBeServedBy(other!);
});
