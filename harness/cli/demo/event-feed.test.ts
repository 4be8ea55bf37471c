import { expect, test } from 'vitest';
import type { WorldEvent } from '../../index.ts';
import { EventFeed } from './event-feed.ts';

test('an event stands behind the datagram that was sent before it, however late the reply', () => {
  const told: string[] = [];
  let happens: (event: WorldEvent) => void = () => undefined;
  const world = {
    onEvent: (listener: typeof happens) => {
      happens = listener;
      return () => told.push('unsubscribed');
    },
  };
  const event = (text: string) => ({ text }) as WorldEvent;
  {
    using feed = new EventFeed(world, ({ text }) => told.push(text));
    happens(event('initial'));
    {
      using _ = feed.hold();
      happens(event('unhealthy'));
      happens(event('gone'));
      told.push('reply');
    }
    happens(event('healthy'));
  }
  expect(told).toEqual(['initial', 'reply', 'unhealthy', 'gone', 'healthy', 'unsubscribed']);
});
