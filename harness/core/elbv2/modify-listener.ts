import { validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { listenersOf } from './associations.ts';
import { checkEnum, checkRange, PORT_RANGE } from './constraints.ts';
import { type ActionInput, resolveActions } from './forward-actions.ts';
import { listenerAttributeRules } from './listener-attributes.ts';
import { checkListenerProtocol, PROTOCOLS } from './listener-protocols.ts';
import { checkTargetGroupsOfListener } from './listener-target-groups.ts';
import { type ListenerTlsInput, resolveListenerTls } from './listener-tls.ts';
import { getListener, getLoadBalancer } from './lookup.ts';
import { checkQuicListener, isQuic } from './quic-listeners.ts';
import type { Listener } from './state.ts';

/** What ModifyListener is given; undefined leaves as it is. */
export interface ModifyListenerInput {
  readonly listenerArn: string;
  readonly protocol: string | undefined;
  readonly port: number | undefined;
  readonly defaultActions: readonly ActionInput[] | undefined;
  readonly tls: ListenerTlsInput;
}

/**
 * ModifyListener (NLB-LI-21). Throws ListenerNotFound, ValidationError, and the errors of actions, target groups
 * and TLS.
 */
export function modifyListener(region: Region, input: ModifyListenerInput): Listener {
  checkEnum(input.protocol, 'protocol', PROTOCOLS);
  checkRange(input.port, 'port', PORT_RANGE);
  const listener = getListener(region, input.listenerArn);
  const loadBalancer = getLoadBalancer(region, listener.loadBalancerArn);
  const { protocol = listener.protocol, port = listener.port } = input;
  checkListenerProtocol(loadBalancer.type, protocol);
  checkPort(region, listener, port);
  const defaultActions = input.defaultActions
    ? resolveActions(loadBalancer.type, input.defaultActions)
    : listener.defaultActions;
  const tls = resolveListenerTls(protocol, listener.tls, input.tls);
  checkTargetGroupsOfListener(region, loadBalancer, protocol, defaultActions);
  checkQuicListener(region, loadBalancer, protocol, listener.arn);

  listener.port = port;
  listener.protocol = protocol;
  listener.defaultActions = defaultActions;
  if (tls) listener.tls = tls;
  else {
    delete listener.tls;
    delete listener.additionalCertificateArns;
  }
  keepAttributesOf(listener);
  return listener;
}

/** Not DuplicateListener, as CreateListener would say (NLB-LI-07). The text about QUIC is unsure (NLB-OT-04). */
function checkPort(region: Region, listener: Listener, port: number): void {
  if (port === listener.port) return;
  if (isQuic(listener.protocol)) throw validationError('The port of a QUIC listener cannot be modified');
  if (listenersOf(region, listener.loadBalancerArn).some((other) => other.port === port))
    throw validationError(`Listener port '${port}' is already in use`);
}

/** A listener that changes its protocol has the attributes of the new one; those that both know keep their values. */
function keepAttributesOf({ protocol, attributes }: Listener): void {
  const rules = listenerAttributeRules(protocol);
  for (const key of [...attributes.keys()])
    if (!rules.some((rule) => rule.key === key)) attributes.delete(key);
  for (const { key, initial } of rules) if (!attributes.has(key)) attributes.set(key, initial);
}
