import { validationError } from '../aws-error.ts';
import { randomHex } from '../random.ts';
import type { Region } from '../region.ts';
import type { LoadBalancerType } from './state.ts';

const PATH_PREFIX = { network: 'net', application: 'app', gateway: 'gwy' } as const;

/** The kinds of resources that an ELBv2 ARN can name here. */
export type ArnKind = 'loadbalancer' | 'listener' | 'listener-rule' | 'targetgroup';

const KIND_TEXT: Record<ArnKind, string> = {
  loadbalancer: 'load balancer',
  listener: 'listener',
  'listener-rule': 'listener rule',
  targetgroup: 'target group',
};

/** A fresh ARN, `…:loadbalancer/net/<name>/<16 hex>` (NLB-LB-11). */
export function createLoadBalancerArn(region: Region, type: LoadBalancerType, name: string): string {
  return `${arnPrefix(region)}:loadbalancer/${PATH_PREFIX[type]}/${name}/${randomHex(region.random, 16)}`;
}

/** A fresh ARN, `…:listener/net/<name>/<load balancer's 16 hex>/<16 hex>` (NLB-LB-11). */
export function createListenerArn(region: Region, loadBalancerArn: string): string {
  return `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${randomHex(region.random, 16)}`;
}

/** A fresh ARN, `…:targetgroup/<name>/<16 hex>` (NLB-LB-11). */
export function createTargetGroupArn(region: Region, name: string): string {
  return `${arnPrefix(region)}:targetgroup/${name}/${randomHex(region.random, 16)}`;
}

/** The ARN of a listener's default rule: the same for the listener's life, so it is derived and not kept. */
export function defaultRuleArn(listenerArn: string): string {
  const hex = arnId(listenerArn);
  return `${listenerArn.replace(':listener/', ':listener-rule/')}/${[...hex].reverse().join('')}`;
}

/** The last segment: 16 hexadecimal digits. */
export function arnId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `net/<name>/<16 hex>`, as in interface descriptions (NLB-LB-13) and CloudWatch dimensions (NLB-CW-07). */
export function loadBalancerPath(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

/** What an ARN names; undefined for what is not an ELBv2 ARN. */
export function arnKind(arn: string): ArnKind | undefined {
  const match = /^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:([a-z-]+)\/\S+$/.exec(arn);
  const kind = match?.[1];
  return kind !== undefined && kind in KIND_TEXT ? (kind as ArnKind) : undefined;
}

/** Throws a ValidationError unless the text is an ARN of that kind. */
export function checkArn(arn: string, kind: ArnKind): void {
  if (arnKind(arn) !== kind) throw validationError(`'${arn}' is not a valid ${KIND_TEXT[kind]} ARN`);
}

function arnPrefix(region: Region): string {
  const partition = region.name.startsWith('cn-')
    ? 'aws-cn'
    : region.name.startsWith('us-gov-')
      ? 'aws-us-gov'
      : 'aws';
  return `arn:${partition}:elasticloadbalancing:${region.name}:${region.accountId}`;
}
