import { expect, test } from 'vitest';
import { ANYWHERE, addSecurityGroup } from '../testing/ec2-builder.ts';
import { clientFlow, service } from '../testing/network-builder.ts';

test('NLB-SG-05 drops clients that no inbound rule of the load balancer admits', () => {
  const { region, update, send } = service({ securityGroupIds: ['sg-lb'] });
  addSecurityGroup(region, 'sg-lb', [
    { ipProtocol: 'udp', fromPort: 53, peer: { kind: 'cidr-ipv4', cidr: '198.51.100.0/24' } },
    { ...ANYWHERE, isEgress: true },
  ]);
  update();
  expect(send(0)).toBe('security-group-inbound');
  expect(send(0, clientFlow(40_001, { address: '198.51.100.7' }))).toMatch(/^i-10/);
});

test('NLB-SG-06 drops where no outbound rule of the load balancer admits the target', () => {
  const { region, update, send } = service({ securityGroupIds: ['sg-lb'] });
  addSecurityGroup(region, 'sg-lb', [
    ANYWHERE,
    { ipProtocol: 'tcp', fromPort: 53, isEgress: true, peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } },
  ]);
  update();
  expect(send(0)).toBe('security-group-outbound');
});

test("NLB-SG-07 NLB-SG-08 a target's group admits by client address, or by the load balancer's group", () => {
  const { region, update, send } = service({ securityGroupIds: ['sg-lb'] });
  addSecurityGroup(region, 'sg-lb', [ANYWHERE, { ...ANYWHERE, isEgress: true }]);
  const allowOnly = (peer: (typeof ANYWHERE)['peer']) => {
    addSecurityGroup(region, 'sg-open', [{ ipProtocol: 'udp', fromPort: 53, peer }]);
    update();
    return send(0, clientFlow(40_000 + Math.floor(region.random.next() % 1000)));
  };
  expect(allowOnly({ kind: 'cidr-ipv4', cidr: '10.0.1.10/32' })).toBe('target-security-group');
  expect(allowOnly({ kind: 'cidr-ipv4', cidr: '203.0.113.9/32' })).toMatch(/^i-10/);
  expect(allowOnly({ kind: 'security-group', groupId: 'sg-other' })).toBe('target-security-group');
  expect(allowOnly({ kind: 'security-group', groupId: 'sg-lb' })).toMatch(/^i-10/);
});

test('NLB-SG-10 a flow goes on when the rule that admitted it is removed, but a new one is refused', () => {
  const { region, update, send } = service({ securityGroupIds: ['sg-lb'] });
  addSecurityGroup(region, 'sg-lb', [ANYWHERE, { ...ANYWHERE, isEgress: true }]);
  update();
  const target = send(0);
  addSecurityGroup(region, 'sg-lb', []);
  update();
  expect(send(1000)).toBe(target);
  expect(send(1000, clientFlow(40_002))).toBe('security-group-inbound');
});
