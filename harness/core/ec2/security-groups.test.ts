import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { createNetworkInterface } from './network-interfaces.ts';
import { authorizeRules } from './security-group-rules.ts';
import { createSecurityGroup, deleteSecurityGroup } from './security-groups.ts';
import { requireDefaultVpc } from './vpcs.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const { vpcId } = requireDefaultVpc(region.ec2);
  const create = (groupName: string, description = 'test') =>
    createSecurityGroup(region, { groupName, description, vpcId, tags: new Map() });
  return { region, vpcId, create };
}

test('a new group lets everything out and nothing in', () => {
  const { create } = setUp();
  expect([...create('web').rules.values()]).toMatchObject([
    { isEgress: true, ipProtocol: '-1', peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } },
  ]);
});

test('a name is taken once a VPC', () => {
  const { vpcId, create } = setUp();
  create('web');
  expect(() => create('web')).toThrowError(
    expect.objectContaining({
      code: 'InvalidGroup.Duplicate',
      message: `The security group 'web' already exists for VPC '${vpcId}'`,
    }),
  );
});

test.each(['sg-web', 'default', 'wéb', 'x'.repeat(256)])('a group cannot be called %s', (name) => {
  const { create } = setUp();
  expect(() => create(name)).toThrowError(expect.objectContaining({ code: 'InvalidParameterValue' }));
});

test('a group needs a description', () => {
  const { create } = setUp();
  expect(() => create('web', '')).toThrowError(
    expect.objectContaining({
      code: 'MissingParameter',
      message: 'The request must contain the parameter GroupDescription',
    }),
  );
});

test('the default group stays', () => {
  const { region } = setUp();
  const [groupId = ''] = [...region.ec2.securityGroups.keys()];
  expect(() => deleteSecurityGroup(region.ec2, groupId)).toThrowError(
    expect.objectContaining({
      code: 'CannotDelete',
      message: `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
    }),
  );
});

test('a group on an interface stays', () => {
  const { region, create } = setUp();
  const { groupId } = create('web');
  const [subnetId = ''] = [...region.ec2.subnets.keys()];
  createNetworkInterface(region, {
    subnetId,
    securityGroupIds: [groupId],
    description: '',
    interfaceType: 'network_load_balancer',
    requesterManaged: true,
  });
  expect(() => deleteSecurityGroup(region.ec2, groupId)).toThrowError(
    expect.objectContaining({
      code: 'DependencyViolation',
      message: `resource ${groupId} has a dependent object`,
    }),
  );
});

test("a group named by another group's rule stays, one named by its own does not", () => {
  const { region, create } = setUp();
  const [balancer, target] = [create('balancer'), create('target')];
  for (const { groupId } of [balancer, target]) {
    const peer = { kind: 'security-group', groupId: balancer.groupId } as const;
    const spec = { ipProtocol: 'udp', fromPort: 53, toPort: 53, peer, description: undefined };
    authorizeRules(region, { groupId, isEgress: false }, [spec], new Map());
  }
  expect(() => deleteSecurityGroup(region.ec2, balancer.groupId)).toThrowError(
    expect.objectContaining({ code: 'DependencyViolation' }),
  );
  deleteSecurityGroup(region.ec2, target.groupId);
  deleteSecurityGroup(region.ec2, balancer.groupId);
  expect(region.ec2.securityGroups.has(balancer.groupId)).toBe(false);
});
