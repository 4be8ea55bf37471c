import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { createNetworkInterface, deleteNetworkInterface } from './network-interfaces.ts';
import { createSubnet, deleteSubnet } from './subnets.ts';
import { createVpc, deleteVpc } from './vpcs.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const vpc = createVpc(region, '10.0.0.0/16', new Map());
  const subnetIn = (cidrBlock: string, availabilityZone?: string) =>
    createSubnet(region, {
      vpcId: vpc.vpcId,
      cidrBlock,
      availabilityZone,
      availabilityZoneId: undefined,
      tags: new Map(),
    });
  return { region, vpc, subnetIn };
}

function code(expected: string) {
  return expect.objectContaining({ code: expected });
}

test.each(['10.0.0.0/15', '10.0.0.0/29'])('a VPC cannot be %s', (cidrBlock) => {
  const { region } = setUp();
  expect(() => createVpc(region, cidrBlock, new Map())).toThrowError(code('InvalidVpc.Range'));
});

test.each(['10.0.0.0', '10.0.0.0/33', 'ten'])('%s is not a CIDR block', (cidrBlock) => {
  const { region } = setUp();
  expect(() => createVpc(region, cidrBlock, new Map())).toThrowError(code('InvalidParameterValue'));
});

test('bits behind the prefix are cleared', () => {
  const { region, subnetIn } = setUp();
  expect(createVpc(region, '192.168.77.1/16', new Map()).cidrBlock).toBe('192.168.0.0/16');
  expect(subnetIn('10.0.1.9/24').cidrBlock).toBe('10.0.1.0/24');
});

test('a VPC is born with a default group and takes it along when it goes', () => {
  const { region, vpc } = setUp();
  const groupsOfVpc = () =>
    [...region.ec2.securityGroups.values()].filter(({ vpcId }) => vpcId === vpc.vpcId);
  expect(groupsOfVpc().map(({ groupName }) => groupName)).toEqual(['default']);
  deleteVpc(region.ec2, vpc.vpcId);
  expect(groupsOfVpc()).toEqual([]);
});

test('a VPC with a subnet stays', () => {
  const { region, vpc, subnetIn } = setUp();
  subnetIn('10.0.1.0/24');
  expect(() => deleteVpc(region.ec2, vpc.vpcId)).toThrowError(
    expect.objectContaining({
      code: 'DependencyViolation',
      message: `The vpc '${vpc.vpcId}' has dependencies and cannot be deleted.`,
    }),
  );
});

test.each(['10.1.0.0/24', '10.0.0.0/15', '10.0.0.0/29'])(
  'a subnet of 10.0.0.0/16 cannot be %s',
  (cidrBlock) => {
    const { subnetIn } = setUp();
    expect(() => subnetIn(cidrBlock)).toThrowError(code('InvalidSubnet.Range'));
  },
);

test('a subnet cannot overlap another of its VPC', () => {
  const { subnetIn } = setUp();
  subnetIn('10.0.1.0/24');
  expect(() => subnetIn('10.0.0.0/20')).toThrowError(
    expect.objectContaining({
      code: 'InvalidSubnet.Conflict',
      message: "The CIDR '10.0.0.0/20' conflicts with another subnet",
    }),
  );
  expect(subnetIn('10.0.2.0/24').cidrBlock).toBe('10.0.2.0/24');
});

test('a subnet is made in the zone it names, or the first', () => {
  const { subnetIn } = setUp();
  expect(subnetIn('10.0.1.0/24').availabilityZone).toBe('us-east-1a');
  expect(subnetIn('10.0.2.0/24', 'us-east-1c').availabilityZone).toBe('us-east-1c');
  expect(() => subnetIn('10.0.3.0/24', 'us-east-1z')).toThrowError(code('InvalidParameterValue'));
});

test('a subnet stays while an interface is in it', () => {
  const { region, subnetIn } = setUp();
  const { subnetId } = subnetIn('10.0.1.0/24');
  const { networkInterfaceId } = createNetworkInterface(region, {
    subnetId,
    securityGroupIds: [],
    description: '',
    interfaceType: 'interface',
    requesterManaged: false,
  });
  expect(() => deleteSubnet(region.ec2, subnetId)).toThrowError(code('DependencyViolation'));
  deleteNetworkInterface(region.ec2, networkInterfaceId);
  deleteSubnet(region.ec2, subnetId);
  expect(region.ec2.subnets.has(subnetId)).toBe(false);
});
