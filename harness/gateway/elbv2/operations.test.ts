import { expect, test } from 'vitest';
import { openAccount, type TestAccount } from './account.fixture.ts';
import { elbv2Operations } from './index.ts';
import { ELBV2_SERVICE } from './service.ts';

const { model: MODEL } = ELBV2_SERVICE;
const NAMES = [...MODEL.operations.keys()];
const TRUST_STORES = [
  'AddTrustStoreRevocations',
  'CreateTrustStore',
  'DeleteSharedTrustStoreAssociation',
  'DeleteTrustStore',
  'DescribeTrustStoreAssociations',
  'DescribeTrustStoreRevocations',
  'DescribeTrustStores',
  'GetTrustStoreCaCertificatesBundle',
  'GetTrustStoreRevocationContent',
  'ModifyTrustStore',
  'RemoveTrustStoreRevocations',
];
const TRUST_STORE_ARN =
  'arn:aws:elasticloadbalancing:us-east-1:000000000000:truststore/mine/0123456789abcdef';

/** Every member that any operation needs, with a value that exists where one can. */
async function fullInput(account: TestAccount): Promise<Record<string, unknown>> {
  const LoadBalancerArn = await account.createLoadBalancer();
  const TargetGroupArn = await account.createTargetGroup({ TargetType: 'ip' });
  const ListenerArn = await account.createListener(LoadBalancerArn, TargetGroupArn);
  const { Rules } = await account.call('DescribeRules', { ListenerArn });
  const RuleArn = Rules?.[0]?.RuleArn;
  return {
    LoadBalancerArn,
    TargetGroupArn,
    ListenerArn,
    RuleArn,
    Actions: [{ Type: 'forward', TargetGroupArn }],
    Conditions: [],
    Priority: 1,
    RulePriorities: [{ RuleArn, Priority: 1 }],
    Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }],
    Attributes: [],
    ResourceArns: [LoadBalancerArn],
    ResourceArn: LoadBalancerArn,
    Tags: [{ Key: 'a', Value: 'b' }],
    TagKeys: ['a'],
    Targets: [{ Id: '172.31.0.9' }],
    IpAddressType: 'ipv4',
    Subnets: [account.subnets[0]],
    SecurityGroups: ['sg-0'],
    ResetCapacityReservation: true,
    Name: 'other',
    TrustStoreArn: TRUST_STORE_ARN,
    RevocationId: 1,
    RevocationIds: [1],
    CaCertificatesBundleS3Bucket: 'bucket',
    CaCertificatesBundleS3Key: 'key',
  };
}

/** What each operation answers to that input; `done` where it succeeds. */
const ANSWERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(elbv2Operations).map((name) => [name, 'done'])),
  ...Object.fromEntries(TRUST_STORES.map((name) => [name, 'OperationNotPermitted'])),
  AddListenerCertificates: 'ValidationError',
  RemoveListenerCertificates: 'ValidationError',
  CreateListener: 'ValidationError',
  ModifyListener: 'ValidationError',
  CreateLoadBalancer: 'ValidationError',
  CreateTargetGroup: 'ValidationError',
  CreateRule: 'InvalidConfigurationRequest',
  ModifyRule: 'OperationNotPermitted',
  DeleteRule: 'OperationNotPermitted',
  SetRulePriorities: 'OperationNotPermitted',
  SetSecurityGroups: 'InvalidConfigurationRequest',
  DeleteTargetGroup: 'ResourceInUse',
  GetResourcePolicy: 'ResourceNotFound',
  ModifyIpPools: 'ValidationError',
};

test('the model has 51 operations and each has its expected answer here', () => {
  expect(NAMES).toHaveLength(51);
  expect(Object.keys(ANSWERS).toSorted()).toEqual(NAMES.toSorted());
});

test.each(NAMES)('%s answers with success or a refusal of AWS', async (name) => {
  const account = await openAccount();
  const input = await fullInput(account);
  const operation = MODEL.operations.get(name);
  const own = Object.fromEntries(
    Object.entries(input).filter(([member]) => operation?.input?.[4].includes(member)),
  );
  expect(await account.answer(name, own)).toMatch(new RegExp(`^${ANSWERS[name]}\\b`));
});

test.each(TRUST_STORES)('%s is refused by name', async (name) => {
  const account = await openAccount();
  const input = await fullInput(account);
  expect(await account.answer(name, input)).toBe(
    `OperationNotPermitted: The operation ${name} is not emulated by nlb-harness.`,
  );
});

test.each([
  ['CreateLoadBalancer', 'CustomerOwnedIpv4Pool', 'pool'],
  ['CreateLoadBalancer', 'IpamPools', { Ipv4IpamPoolId: 'ipam-pool-0' }],
  ['CreateTargetGroup', 'TargetControlPort', 80],
])('%s refuses the parameter %s by name', async (name, member, value) => {
  const account = await openAccount();
  expect(await account.answer(name, { Name: 'n', Type: 'network', [member]: value })).toBe(
    `OperationNotPermitted: nlb-harness does not emulate the parameter '${member}'`,
  );
});

test('GetResourcePolicy knows no resource that has a policy', async () => {
  const account = await openAccount();
  expect(await account.refusal('GetResourcePolicy', { ResourceArn: TRUST_STORE_ARN })).toBe(
    `ResourceNotFound: The resource '${TRUST_STORE_ARN}' is not found or has no policy`,
  );
});

test('ModifyIpPools is for application load balancers, whose addresses are not emulated', async () => {
  const account = await openAccount();
  const LoadBalancerArn = await account.createLoadBalancer();
  const alb = await account.createLoadBalancer({
    Name: 'web',
    Type: 'application',
    Subnets: account.subnets,
  });
  expect(await account.refusal('ModifyIpPools', { LoadBalancerArn })).toBe(
    "ValidationError: IPAM pools are not supported for load balancers with type 'network'",
  );
  expect(await account.refusal('ModifyIpPools', { LoadBalancerArn: alb })).toBe(
    'OperationNotPermitted: nlb-harness does not emulate IPAM pools',
  );
});
