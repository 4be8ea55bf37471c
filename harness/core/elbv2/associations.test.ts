import { expect, test } from 'vitest';
import {
  listenersOf,
  listenersOfTargetGroup,
  loadBalancerOfTargetGroup,
  targetGroupsOf,
} from './associations.ts';
import { regionWithListener } from './region.fixture.ts';

test('leads from each resource to those that belong to it', () => {
  const { region, loadBalancer, targetGroup, listener } = regionWithListener();
  expect(listenersOf(region, loadBalancer.arn)).toEqual([listener]);
  expect(listenersOfTargetGroup(region, targetGroup.arn)).toEqual([listener]);
  expect(targetGroupsOf(region, loadBalancer.arn)).toEqual([targetGroup]);
  expect(loadBalancerOfTargetGroup(region, targetGroup.arn)).toBe(loadBalancer);
});

test('NLB-LI-13 leaves a target group to nobody when its last listener goes', () => {
  const { region, targetGroup, listener } = regionWithListener();
  region.elbv2.listeners.delete(listener.arn);
  expect(loadBalancerOfTargetGroup(region, targetGroup.arn)).toBeUndefined();
});
