import type { Deployment, StartedWorld } from '../../index.ts';
import type { Cast } from './cast.ts';
import type { EventFeed } from './event-feed.ts';
import type { Timeline } from './timeline.ts';

/** What every chapter plays on. */
export interface Stage {
  readonly world: StartedWorld;
  readonly timeline: Timeline;
}

/** The same once the load balancer is built. */
export interface BuiltStage extends Stage {
  readonly deployment: Deployment;
  readonly cast: Cast;
}

/** The same once events are told as they happen. */
export interface LiveStage extends BuiltStage {
  readonly feed: EventFeed;
}
