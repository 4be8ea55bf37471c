import { ScaledClock, type ScaledClockOptions } from './scaled-clock.ts';

/** The machine's own time, for the live world. */
export class SystemClock extends ScaledClock {
  override readonly kind = 'system';

  constructor(options: Pick<ScaledClockOptions, 'onError' | 'wallTime'> = {}) {
    super({ ...options, speed: 1 });
  }
}
