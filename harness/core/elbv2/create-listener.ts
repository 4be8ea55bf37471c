import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { createListenerArn } from './arns.ts';
import { listenersOf } from './associations.ts';
import { initialAttributes } from './attribute-rules.ts';
import { checkEnum, checkRange, PORT_RANGE } from './constraints.ts';
import { type ActionInput, resolveActions } from './forward-actions.ts';
import { listenerAttributeRules } from './listener-attributes.ts';
import { checkListenerProtocol, PROTOCOLS } from './listener-protocols.ts';
import { checkTargetGroupsOfListener } from './listener-target-groups.ts';
import { type ListenerTlsInput, resolveListenerTls } from './listener-tls.ts';
import { getLoadBalancer } from './lookup.ts';
import { checkQuicListener } from './quic-listeners.ts';
import type { ForwardAction, Listener, ListenerTls, LoadBalancer } from './state.ts';
import { checkTags, type TagSetting } from './tags.ts';

/** NLB-LB-26: fixed, AWS raises it for nobody. */
export const MAX_LISTENERS = 50;

/** What CreateListener is given. */
export interface CreateListenerInput {
  readonly loadBalancerArn: string;
  readonly protocol: string | undefined;
  readonly port: number | undefined;
  readonly defaultActions: readonly ActionInput[];
  readonly tls: ListenerTlsInput;
  readonly tags: readonly TagSetting[];
}

/**
 * CreateListener: a listener, or the one that the same call made before (NLB-LI-06). Throws ValidationError,
 * LoadBalancerNotFound, DuplicateListener, TooManyListeners, and the errors of actions, target groups and TLS.
 */
export function createListener(region: Region, input: CreateListenerInput): Listener {
  const { protocol, port } = input;
  checkEnum(protocol, 'protocol', PROTOCOLS);
  checkRange(port, 'port', PORT_RANGE);
  const loadBalancer = getLoadBalancer(region, input.loadBalancerArn);
  if (port === undefined) throw validationError('A listener port must be specified');
  if (protocol === undefined) throw validationError('A listener protocol must be specified');
  checkListenerProtocol(loadBalancer.type, protocol);
  checkTags(input.tags, new Map());
  const defaultActions = resolveActions(loadBalancer.type, input.defaultActions);
  const tls = resolveListenerTls(protocol, undefined, input.tls);

  const onPort = listenersOf(region, loadBalancer.arn).find((listener) => listener.port === port);
  if (onPort) {
    if (onPort.protocol === protocol && isSame(onPort, defaultActions, tls)) return onPort;
    throw new AwsError(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${loadBalancer.arn}'`,
    );
  }
  checkTargetGroupsOfListener(region, loadBalancer, protocol, defaultActions);
  checkQuicListener(region, loadBalancer, protocol, undefined);
  checkQuota(region, loadBalancer);
  const listener: Listener = {
    arn: createListenerArn(region, loadBalancer.arn),
    loadBalancerArn: loadBalancer.arn,
    port,
    protocol,
    defaultActions,
    ...(tls && { tls }),
    attributes: initialAttributes(listenerAttributeRules(protocol)),
    tags: new Map(input.tags.map(({ key, value }) => [key, value])),
  };
  region.elbv2.listeners.set(listener.arn, listener);
  return listener;
}

function isSame(
  listener: Listener,
  defaultActions: readonly ForwardAction[],
  tls: ListenerTls | undefined,
): boolean {
  // Both sides were built by the same functions, so their members have the same order.
  return JSON.stringify([listener.defaultActions, listener.tls]) === JSON.stringify([defaultActions, tls]);
}

/** The text is unsure. */
function checkQuota(region: Region, { arn }: LoadBalancer): void {
  if (listenersOf(region, arn).length >= MAX_LISTENERS)
    throw new AwsError(
      'TooManyListeners',
      `The maximum number of listeners has been reached on load balancer '${arn}': '${MAX_LISTENERS}'`,
    );
}
