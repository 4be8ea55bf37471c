import { expect, test } from 'vitest';
import { forwardTo } from './account.fixture.ts';
import { openAccountForListeners } from './listener.fixture.ts';

async function openAccountWithRule() {
  const { account, edge, dns } = await openAccountForListeners();
  const ListenerArn = await account.createListener(edge, dns);
  const { Rules } = await account.call('DescribeRules', { ListenerArn });
  const RuleArn = Rules?.[0]?.RuleArn ?? '';
  const rule = { ListenerArn, Priority: 1, Conditions: [], Actions: forwardTo(dns) };
  return { account, dns, ListenerArn, RuleArn, rule };
}

test('NLB-LI-19 refuses a rule on an ipv4 network load balancer', async () => {
  const { account, rule } = await openAccountWithRule();
  expect(await account.refusal('CreateRule', rule)).toBe(
    "InvalidConfigurationRequest: Listener rules are not supported for load balancers with type 'network' and IP address type 'ipv4'",
  );
  expect(await account.refusal('CreateRule', { ...rule, Priority: 50_001 })).toMatch(
    /at 'priority' failed .* less than or equal to 50000$/,
  );
});

test('says that rules of application load balancers are not emulated', async () => {
  const { account, rule } = await openAccountWithRule();
  const alb = await account.createLoadBalancer({
    Name: 'web',
    Type: 'application',
    Subnets: account.subnets,
  });
  const group = await account.createTargetGroup({ Name: 'web', Protocol: 'HTTP' });
  const ListenerArn = await account.createListener(alb, group, { Protocol: 'HTTP', Port: 80 });
  expect(await account.refusal('CreateRule', { ...rule, ListenerArn })).toBe(
    'OperationNotPermitted: nlb-harness does not emulate listener rules of application load balancers',
  );
});

test('NLB-LI-19 keeps the default rule as it is', async () => {
  const { account, dns, RuleArn } = await openAccountWithRule();
  expect(await account.refusal('ModifyRule', { RuleArn, Actions: forwardTo(dns) })).toBe(
    `OperationNotPermitted: Default rule '${RuleArn}' cannot be modified`,
  );
  expect(await account.refusal('DeleteRule', { RuleArn })).toBe(
    `OperationNotPermitted: Default rule '${RuleArn}' cannot be deleted`,
  );
  expect(await account.refusal('SetRulePriorities', { RulePriorities: [{ RuleArn, Priority: 1 }] })).toBe(
    `OperationNotPermitted: The priority of default rule '${RuleArn}' cannot be changed`,
  );
  expect(await account.refusal('AddTags', { ResourceArns: [RuleArn], Tags: [{ Key: 'a' }] })).toBe(
    'OperationNotPermitted: nlb-harness does not emulate tags of listener rules',
  );
});

test('refuses rules that do not exist and ARNs of something else', async () => {
  const { account, ListenerArn, RuleArn } = await openAccountWithRule();
  const none = `${RuleArn.slice(0, -16)}0000000000000000`;
  const calls = (arn: string): [Parameters<typeof account.refusal>[0], object][] => [
    ['ModifyRule', { RuleArn: arn }],
    ['DeleteRule', { RuleArn: arn }],
    ['DescribeRules', { RuleArns: [arn] }],
    ['DescribeTags', { ResourceArns: [arn] }],
    ['SetRulePriorities', { RulePriorities: [{ RuleArn: arn, Priority: 1 }] }],
  ];
  for (const [name, input] of calls(none))
    expect(await account.refusal(name, { ...input })).toBe('RuleNotFound: One or more rules not found');
  for (const [name, input] of calls(ListenerArn).filter(([called]) => called !== 'DescribeTags'))
    expect(await account.refusal(name, { ...input })).toBe(
      `ValidationError: '${ListenerArn}' is not a valid listener rule ARN`,
    );
});
