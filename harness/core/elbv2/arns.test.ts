import { expect, test } from 'vitest';
import { arnKind, checkArn, defaultRuleArn, loadBalancerPath } from './arns.ts';
import { regionWithListener } from './region.fixture.ts';

test.each([
  ['us-east-1', 'arn:aws:elasticloadbalancing:us-east-1:', '.elb.us-east-1.amazonaws.com', 'Z26RNL4JYFTOTI'],
  [
    'cn-north-1',
    'arn:aws-cn:elasticloadbalancing:cn-north-1:',
    '.elb.cn-north-1.amazonaws.com.cn',
    'ZUNLISTED',
  ],
  ['us-gov-west-1', 'arn:aws-us-gov:elasticloadbalancing:', '.elb.us-gov-west-1.amazonaws.com', 'ZUNLISTED'],
])('NLB-LB-10 NLB-LB-11 NLB-LB-12 names what is in %s', (name, arnPrefix, dnsSuffix, zoneId) => {
  const { loadBalancer } = regionWithListener(name);
  expect(loadBalancer.arn.startsWith(arnPrefix)).toBe(true);
  expect(loadBalancer.dnsName.endsWith(dnsSuffix)).toBe(true);
  expect(loadBalancer.canonicalHostedZoneId).toBe(zoneId);
});

test('NLB-LB-11 tells the kinds of ARNs apart', () => {
  const { loadBalancer, listener, targetGroup } = regionWithListener();
  const arns = [loadBalancer.arn, listener.arn, defaultRuleArn(listener.arn), targetGroup.arn];
  expect(arns.map(arnKind)).toEqual(['loadbalancer', 'listener', 'listener-rule', 'targetgroup']);
  expect(arnKind('arn:aws:s3:::bucket')).toBeUndefined();
  expect(() => checkArn(listener.arn, 'targetgroup')).toThrow(
    `'${listener.arn}' is not a valid target group ARN`,
  );
});

test('NLB-CW-07 gives the path of a load balancer', () => {
  const { loadBalancer } = regionWithListener();
  expect(loadBalancerPath(loadBalancer.arn)).toMatch(/^net\/edge\/[0-9a-f]{16}$/);
});
