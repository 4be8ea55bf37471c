import { expect, test } from 'vitest';
import { checkInvariants } from './invariants.ts';
import { regionWithListener } from './region.fixture.ts';

type Bed = ReturnType<typeof regionWithListener>;

const FAULTS: readonly [what: string, spoil: (bed: Bed) => void, fault: RegExp][] = [
  [
    'a listener without its load balancer',
    ({ region, loadBalancer }) => region.elbv2.loadBalancers.delete(loadBalancer.arn),
    /has no load balancer$/,
  ],
  [
    'a forward to a target group that is gone',
    ({ region, targetGroup }) => region.elbv2.targetGroups.delete(targetGroup.arn),
    /which is gone$/,
  ],
  [
    'an interface that was deleted behind its load balancer',
    ({ region }) => region.ec2.networkInterfaces.clear(),
    /has no interface/,
  ],
  [
    'a zone that was forgotten',
    ({ loadBalancer }) => (loadBalancer.zones = []),
    /outlived its load balancer$/,
  ],
  [
    'a missing attribute',
    ({ targetGroup }) => targetGroup.attributes.delete('preserve_client_ip.enabled'),
    /has the attributes/,
  ],
  [
    'an attribute of another protocol',
    ({ listener }) => listener.attributes.set('tcp.idle_timeout.seconds', '350'),
    /has the attributes/,
  ],
  [
    'certificates without TLS',
    ({ listener }) => (listener.additionalCertificateArns = ['arn:aws:acm:::certificate/1']),
    /more certificates without a default one$/,
  ],
  [
    'two listeners on a port',
    ({ region, listener }) => region.elbv2.listeners.set(`${listener.arn}0`, listener),
    /^listener port .* is repeated$/,
  ],
  [
    'a zone enabled twice',
    ({ loadBalancer }) => (loadBalancer.zones = loadBalancer.zones.flatMap((zone) => [zone, zone])),
    /^zone of .* is repeated$/,
  ],
  [
    'a target group of two load balancers',
    ({ region, listener }) =>
      region.elbv2.listeners.set('x', { ...listener, arn: 'x', loadBalancerArn: 'other' }),
    /belongs to more than one load balancer$/,
  ],
];

test('finds nothing wrong with a fresh load balancer', () => {
  expect(checkInvariants(regionWithListener().region)).toEqual([]);
});

test.each(FAULTS)('finds %s', (_what, spoil, fault) => {
  const bed = regionWithListener();
  spoil(bed);
  expect(checkInvariants(bed.region)).toContainEqual(expect.stringMatching(fault));
});
