import { MetricStore } from './cloudwatch/metric-store.ts';
import { createEc2State, type Ec2State } from './ec2/state.ts';
import { createElbv2State, type Elbv2State } from './elbv2/state.ts';
import { createRandom, type Random } from './random.ts';
import type { Timings } from './timings.ts';

/** The account number that emulators share, so that tools which recognise an emulator by it keep working. */
const ACCOUNT_ID = '000000000000';

/**
 * All state of one AWS Region. Two regions never see each other, because no function of the core takes two.
 *
 * The core's operations change it in place: they check everything first and change only then, so an operation
 * that throws has changed nothing.
 */
export interface Region {
  readonly name: string;
  readonly accountId: string;
  readonly timings: Timings;
  /** Source of resource ids. */
  readonly random: Random;
  readonly ec2: Ec2State;
  readonly elbv2: Elbv2State;
  /** What CloudWatch knows. */
  readonly metrics: MetricStore;
}

export interface RegionOptions {
  readonly seed: number;
  readonly timings: Timings;
  /** Default: {@link ACCOUNT_ID}. */
  readonly accountId?: string | undefined;
  /** Default: as a new account finds it, with a default VPC and nothing else. */
  readonly ec2?: Ec2State | undefined;
}

/** A region as a new account finds it, but for what the options say. */
export function createRegion(name: string, options: RegionOptions): Region {
  const random = createRandom(options.seed);
  return {
    name,
    accountId: options.accountId ?? ACCOUNT_ID,
    timings: options.timings,
    random,
    ec2: options.ec2 ?? createEc2State(name, random),
    elbv2: createElbv2State(),
    metrics: new MetricStore(),
  };
}
