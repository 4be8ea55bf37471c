import { expect, test } from 'vitest';
import { clientFlow, forwarded, service } from '../testing/network-builder.ts';
import { setVerdict } from '../testing/region-builder.ts';
import { ZONE_A } from '../testing/zones.ts';

test('NLB-RT-12 the verdict that opens a flow says whether its target group failed open', () => {
  const { forwarder, targets, update } = service();
  const open = (port: number) => forwarded(forwarder.decide(clientFlow(port), 0));
  expect(open(40_001)).toMatchObject({ opened: true, failedOpen: false });
  for (const target of targets) setVerdict(target, ZONE_A, 'unhealthy');
  update();
  expect(open(40_002)).toMatchObject({ opened: true, failedOpen: true });
});

test('NLB-RT-12 a flow that stays where it is was not routed again, so it did not fail open', () => {
  const { forwarder, targets, update } = service();
  const decide = () => forwarded(forwarder.decide(clientFlow(40_001), 0));
  decide();
  for (const target of targets) setVerdict(target, ZONE_A, 'unhealthy');
  update();
  expect(decide()).toMatchObject({ opened: false, movedFrom: undefined, failedOpen: false });
});
