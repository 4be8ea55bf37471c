import { expect, test } from 'vitest';
import { ANYWHERE, addInstance, addSecurityGroup } from '../testing/ec2-builder.ts';
import { routedGroup } from '../testing/routes-builder.ts';
import { interfaceRules } from './interface-rules.ts';

test('every interface has the rules of all of its groups, and a group stands for the addresses that carry it', () => {
  const { region } = routedGroup();
  const peer = { kind: 'security-group', groupId: 'sg-callers' } as const;
  addSecurityGroup(region, 'sg-callers', [{ ...ANYWHERE, isEgress: true }]);
  addSecurityGroup(region, 'sg-called', [{ ipProtocol: 'udp', fromPort: 53, toPort: 53, peer }]);
  addInstance(region, 7, { securityGroupIds: ['sg-callers'] });
  addInstance(region, 8, { securityGroupIds: ['sg-called', 'sg-callers'] });
  const rules = new Map(interfaceRules(region).map((one) => [one.address, one]));
  const everything = { ...ANYWHERE, fromPort: undefined, toPort: undefined, peerAddresses: [] };
  expect(rules.get('10.0.1.7')).toEqual({ address: '10.0.1.7', inbound: [], outbound: [everything] });
  expect(rules.get('10.0.1.8')).toEqual({
    address: '10.0.1.8',
    inbound: [{ ipProtocol: 'udp', fromPort: 53, toPort: 53, peer, peerAddresses: ['10.0.1.7', '10.0.1.8'] }],
    outbound: [everything],
  });
});
