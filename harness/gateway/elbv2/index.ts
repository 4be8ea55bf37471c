import { describeAccountLimits } from './account-limits.ts';
import { describeCapacityReservation, modifyCapacityReservation } from './capacity-reservation.ts';
import { modifyIpPools } from './ip-pools.ts';
import { describeListenerAttributes, modifyListenerAttributes } from './listener-attributes.ts';
import {
  addListenerCertificates,
  describeListenerCertificates,
  removeListenerCertificates,
} from './listener-certificates.ts';
import { createListener, deleteListener, describeListeners, modifyListener } from './listeners.ts';
import {
  describeLoadBalancerAttributes,
  modifyLoadBalancerAttributes,
  setIpAddressType,
  setSecurityGroups,
  setSubnets,
} from './load-balancer-settings.ts';
import { createLoadBalancer, deleteLoadBalancer, describeLoadBalancers } from './load-balancers.ts';
import { getResourcePolicy } from './resource-policy.ts';
import { createRule, deleteRule, describeRules, modifyRule, setRulePriorities } from './rules.ts';
import { describeSslPolicies } from './ssl-policies.ts';
import { addTags, describeTags, removeTags } from './tags.ts';
import { describeTargetGroupAttributes, modifyTargetGroupAttributes } from './target-group-attributes.ts';
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from './target-groups.ts';
import { describeTargetHealth } from './target-health.ts';
import { deregisterTargets, registerTargets } from './targets.ts';

/** What of the Elastic Load Balancing v2 API is implemented, by operation name. */
export const elbv2Operations = {
  CreateLoadBalancer: createLoadBalancer,
  DeleteLoadBalancer: deleteLoadBalancer,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  SetSecurityGroups: setSecurityGroups,
  SetSubnets: setSubnets,
  SetIpAddressType: setIpAddressType,
  CreateListener: createListener,
  ModifyListener: modifyListener,
  DeleteListener: deleteListener,
  DescribeListeners: describeListeners,
  DescribeListenerAttributes: describeListenerAttributes,
  ModifyListenerAttributes: modifyListenerAttributes,
  AddListenerCertificates: addListenerCertificates,
  RemoveListenerCertificates: removeListenerCertificates,
  DescribeListenerCertificates: describeListenerCertificates,
  CreateRule: createRule,
  ModifyRule: modifyRule,
  DeleteRule: deleteRule,
  DescribeRules: describeRules,
  SetRulePriorities: setRulePriorities,
  CreateTargetGroup: createTargetGroup,
  ModifyTargetGroup: modifyTargetGroup,
  DeleteTargetGroup: deleteTargetGroup,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  RegisterTargets: registerTargets,
  DeregisterTargets: deregisterTargets,
  DescribeTargetHealth: describeTargetHealth,
  AddTags: addTags,
  RemoveTags: removeTags,
  DescribeTags: describeTags,
  DescribeCapacityReservation: describeCapacityReservation,
  ModifyCapacityReservation: modifyCapacityReservation,
  ModifyIpPools: modifyIpPools,
  GetResourcePolicy: getResourcePolicy,
  DescribeAccountLimits: describeAccountLimits,
  DescribeSSLPolicies: describeSslPolicies,
};
