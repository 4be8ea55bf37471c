import type { Region } from '../region.ts';
import { getListener } from './lookup.ts';

/** DeleteListener. Throws ValidationError, ListenerNotFound. */
export function deleteListener(region: Region, listenerArn: string): void {
  const { arn } = getListener(region, listenerArn);
  region.elbv2.listeners.delete(arn);
}
