import { validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import {
  type AttributeRule,
  type AttributeSetting,
  between,
  checkAttributeSettings,
} from './attribute-rules.ts';
import { getListener } from './lookup.ts';
import type { ListenerProtocol } from './state.ts';

const TCP: readonly AttributeRule[] = [
  { key: 'tcp.idle_timeout.seconds', initial: '350', check: between(60, 6000) },
];

/** The attributes of a listener: a UDP listener has none, its idle time-out being fixed (NLB-LI-15, NLB-LI-16). */
export function listenerAttributeRules(protocol: ListenerProtocol): readonly AttributeRule[] {
  return protocol === 'TCP' || protocol === 'TCP_UDP' ? TCP : [];
}

/** ModifyListenerAttributes. Throws ListenerNotFound, ValidationError. Returns the whole set. */
export function modifyListenerAttributes(
  region: Region,
  listenerArn: string,
  settings: readonly AttributeSetting[],
): ReadonlyMap<string, string> {
  const listener = getListener(region, listenerArn);
  checkAttributeSettings(listenerAttributeRules(listener.protocol), settings, {
    maxSettings: 20,
    subject: 'Listener',
    unknownKey: () => validationError('The provided listener attribute is not supported'),
  });
  for (const { key, value } of settings) listener.attributes.set(key, value);
  return listener.attributes;
}
