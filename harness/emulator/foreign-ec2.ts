import type { DescribeNetworkInterfacesCommandInput, NetworkInterface } from '@aws-sdk/client-ec2';
import type { InstanceStateChange } from '../core/ec2/instance-states.ts';
import { createRandom } from '../core/random.ts';
import type { Region } from '../core/region.ts';
import type { OperationContext } from '../gateway/operation.ts';
import type { Ec2Mirror } from '../localstack/ec2/ec2-mirror.ts';
import type { GroupsSetting } from '../localstack/ec2/instance-groups.ts';
import { CoalescingRunner } from './coalescing-runner.ts';

export interface ForeignEc2Options {
  /** Keeps the Region's EC2 state a copy of somebody else's. */
  readonly mirror: Ec2Mirror;
  readonly region: Region;
  readonly now: () => number;
}

/** Somebody else's EC2 whose state a Region follows. What fails there rejects with HARNESS_LOCALSTACK_LOST. */
export class ForeignEc2 {
  readonly #options: ForeignEc2Options;
  readonly #reader = new CoalescingRunner(() => this.#read());
  /** What was done to instances there, until the Region's next movement has told of it. */
  #changes: InstanceStateChange[] = [];
  #closed = false;

  constructor(options: ForeignEc2Options) {
    this.#options = options;
  }

  /** Reads what an operation has changed. */
  async follow(operation: string): Promise<void> {
    this.#options.mirror.noteChange(operation);
    await this.#reader.run();
  }

  /** Reads what an operation will ask about, where it may have been changed by another way. */
  async learn(operation: string): Promise<void> {
    const { mirror } = this.#options;
    mirror.noteQuestion(operation);
    if (mirror.isStale) await this.#reader.run();
  }

  /** What was done to instances since this was last asked. */
  takeChanges(): readonly InstanceStateChange[] {
    return this.#changes.splice(0);
  }

  /** Tells it of load balancers' interfaces. */
  writeThrough(): Promise<void> {
    return this.#options.mirror.writeThrough();
  }

  /** What it has given twice, for people. */
  conflicts(): readonly string[] {
    return this.#options.mirror.conflicts();
  }

  /** Has it do what AWS's does with groups that a caller has set there. */
  alignInstanceGroups(setting: GroupsSetting): Promise<void> {
    return this.#options.mirror.alignInstanceGroups(setting);
  }

  /** A context to try an operation in: its state as its callers know it, as a copy. */
  async rehearsalContext(operation: string): Promise<OperationContext> {
    await this.learn(operation);
    const { mirror, now } = this.#options;
    const region = { ...this.#options.region, ec2: mirror.shownState(), random: createRandom(0) };
    return { region, now: now(), accountId: region.accountId };
  }

  /** What it answers about interfaces that are not load balancers'. Throws AwsError. */
  describeHostInterfaces(input: DescribeNetworkInterfacesCommandInput): Promise<NetworkInterface[]> {
    return this.#options.mirror.describeHostInterfaces(input);
  }

  /** Nothing is read after the Region has begun to stop. */
  stopReading(): void {
    this.#closed = true;
  }

  close(): void {
    this.stopReading();
    this.#options.mirror.close();
  }

  async #read(): Promise<void> {
    if (!this.#closed) this.#changes.push(...(await this.#options.mirror.refresh()));
  }
}
