import { checkEc2Invariants } from '../ec2/invariants.ts';
import type { Region } from '../region.ts';
import { targetGroupArnsOfListener } from './associations.ts';
import type { AttributeRule } from './attribute-rules.ts';
import { listenerAttributeRules } from './listener-attributes.ts';
import { loadBalancerAttributeRules } from './load-balancer-attributes.ts';
import type { Listener, LoadBalancer, TargetGroup } from './state.ts';
import { targetGroupAttributeRules } from './target-group-attribute-rules.ts';

/**
 * What is wrong with the state of ELBv2 and of EC2, one sentence each; empty after every operation, whatever came before.
 * The property tests hold the operations to it.
 */
export function checkInvariants(region: Region): string[] {
  const { loadBalancers, listeners, targetGroups } = region.elbv2;
  return [
    ...repeated(
      'load balancer name',
      [...loadBalancers.values()].map(({ name }) => name),
    ),
    ...repeated(
      'target group name',
      [...targetGroups.values()].map(({ name }) => name),
    ),
    ...repeated(
      'listener port',
      [...listeners.values()].map(({ loadBalancerArn, port }) => `${port} of ${loadBalancerArn}`),
    ),
    ...[...loadBalancers].flatMap(([arn, loadBalancer]) => loadBalancerFaults(region, arn, loadBalancer)),
    ...[...listeners].flatMap(([arn, listener]) => listenerFaults(region, arn, listener)),
    ...[...targetGroups].flatMap(([arn, targetGroup]) => targetGroupFaults(region, arn, targetGroup)),
    ...interfaceFaults(region),
    ...checkEc2Invariants(region.ec2),
  ];
}

function loadBalancerFaults(region: Region, key: string, loadBalancer: LoadBalancer): string[] {
  const { arn, state, zones, attributes, type, securityGroupIds } = loadBalancer;
  return [
    ...when(key !== arn, `${arn} is kept under ${key}`),
    ...when(state === 'active' && zones.length === 0, `${arn} is active without a zone`),
    ...repeated(
      `zone of ${arn}`,
      zones.map(({ availabilityZone }) => availabilityZone),
    ),
    ...attributeFaults(arn, attributes, loadBalancerAttributeRules(type)),
    ...when(
      type === 'network' && loadBalancer.createdWithSecurityGroups !== securityGroupIds.length > 0,
      `${arn} lost or gained all of its security groups`,
    ),
    ...zones.flatMap(({ networkInterfaceId, privateIpv4Address, allocationId }) => [
      ...when(
        region.ec2.networkInterfaces.get(networkInterfaceId)?.privateIpAddress !== privateIpv4Address,
        `${arn} has no interface ${networkInterfaceId} with address ${privateIpv4Address}`,
      ),
      ...when(
        allocationId !== undefined &&
          region.ec2.addresses.get(allocationId)?.networkInterfaceId !== networkInterfaceId,
        `${arn} lost the Elastic IP address ${allocationId}`,
      ),
    ]),
  ];
}

function listenerFaults(region: Region, key: string, listener: Listener): string[] {
  const { arn, loadBalancerArn, attributes, protocol } = listener;
  return [
    ...when(key !== arn, `${arn} is kept under ${key}`),
    ...when(!region.elbv2.loadBalancers.has(loadBalancerArn), `${arn} has no load balancer`),
    ...attributeFaults(arn, attributes, listenerAttributeRules(protocol)),
    ...when(
      listener.additionalCertificateArns !== undefined && !listener.tls,
      `${arn} has more certificates without a default one`,
    ),
    ...targetGroupArnsOfListener(listener).flatMap((targetGroupArn) =>
      when(
        !region.elbv2.targetGroups.has(targetGroupArn),
        `${arn} forwards to ${targetGroupArn}, which is gone`,
      ),
    ),
  ];
}

function targetGroupFaults(region: Region, key: string, targetGroup: TargetGroup): string[] {
  const { arn, attributes, targets, formerTargets } = targetGroup;
  const users = [...region.elbv2.listeners.values()]
    .filter((listener) => targetGroupArnsOfListener(listener).includes(arn))
    .map(({ loadBalancerArn }) => loadBalancerArn);
  return [
    ...when(key !== arn, `${arn} is kept under ${key}`),
    ...when(new Set(users).size > 1, `${arn} belongs to more than one load balancer`),
    ...attributeFaults(arn, attributes, targetGroupAttributeRules(targetGroup)),
    ...[...formerTargets.keys()]
      .filter((target) => targets.has(target))
      .map((target) => `${target} is registered with ${arn} and was removed from it`),
  ];
}

/** An interface that a load balancer made and no zone knows was forgotten, unless it lingers (NLB-TM-07). */
function interfaceFaults(region: Region): string[] {
  const known = new Set(
    [...region.elbv2.loadBalancers.values()].flatMap(({ zones }) =>
      zones.map(({ networkInterfaceId }) => networkInterfaceId),
    ),
  );
  return [...region.ec2.networkInterfaces.values()]
    .filter(
      ({ description, networkInterfaceId, lingersUntil }) =>
        description.startsWith('ELB ') && lingersUntil === undefined && !known.has(networkInterfaceId),
    )
    .map(({ networkInterfaceId }) => `${networkInterfaceId} outlived its load balancer`);
}

function attributeFaults(
  arn: string,
  attributes: ReadonlyMap<string, string>,
  rules: readonly AttributeRule[],
): string[] {
  const has = [...attributes.keys()].join();
  return when(has !== rules.map(({ key }) => key).join(), `${arn} has the attributes ${has}`);
}

function repeated(what: string, values: readonly string[]): string[] {
  return values
    .filter((value, index) => values.indexOf(value) < index)
    .map((value) => `${what} ${value} is repeated`);
}

function when(isFault: boolean, fault: string): string[] {
  return isFault ? [fault] : [];
}
