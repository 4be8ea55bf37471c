import {
  DeleteNetworkInterfaceCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstanceAttributeCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  type EC2Client,
  type NetworkInterface,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { InstanceStateChange } from '../../core/ec2/instance-states.ts';
import { type Ec2State, emptyEc2State } from '../../core/ec2/state.ts';
import { HarnessError } from '../../errors.ts';
import { localStackLost } from '../localstack-lost.ts';
import { addressConflicts } from './address-conflicts.ts';
import { AddressReservations } from './address-reservations.ts';
import { allDone } from './all-done.ts';
import { applyReading } from './apply-reading.ts';
import { createEc2Client, type Ec2ClientOptions } from './ec2-client.ts';
import { furnishVpcs } from './furnish-vpcs.ts';
import { alignInstanceGroups, type GroupsSetting } from './instance-groups.ts';
import { type Ec2Part, EVERYTHING, partsAskedBy, partsChangedBy } from './parts.ts';
import { type Ec2Reading, readEc2 } from './read-ec2.ts';
import { ServiceInterfaces } from './service-interfaces.ts';
import { shownState } from './shown-state.ts';

/**
 * What LocalStack's EC2 knows in one Region, copied into the core's own state, which everything else looks at.
 *
 * Down: {@link refresh} reads LocalStack and makes the copy follow. Up: {@link writeThrough} tells LocalStack of the
 * interfaces that load balancers have. All fail with HARNESS_LOCALSTACK_LOST.
 */
export class Ec2Mirror {
  readonly state: Ec2State;
  readonly #endpoint: string;
  readonly #client: EC2Client;
  readonly #serviceInterfaces: ServiceInterfaces;
  readonly #reservations: AddressReservations;
  /** What may no longer be as it is here. */
  readonly #unread = new Set<Ec2Part>(EVERYTHING);
  /** By instance id, decoded: a call for each instance, so each is asked for once. */
  readonly #userData = new Map<string, string>();
  /** The same until LocalStack answers again, so that it is told of once. */
  #lost: Error | undefined;

  private constructor(endpoint: string, client: EC2Client, state: Ec2State) {
    this.#endpoint = endpoint;
    this.#client = client;
    this.state = state;
    this.#serviceInterfaces = new ServiceInterfaces(client, state);
    this.#reservations = new AddressReservations(client, state);
  }

  /** Reads a Region for the first time, and removes what an interrupted world left of its load balancers. */
  static async open(options: Ec2ClientOptions): Promise<Ec2Mirror> {
    const client = createEc2Client(options);
    const fail = (error: unknown) => {
      client.destroy();
      throw explain(options.endpoint, error);
    };
    const { AvailabilityZones = [] } = await client
      .send(new DescribeAvailabilityZonesCommand({}))
      .catch(fail);
    const zones = AvailabilityZones.map(({ ZoneName = '', ZoneId = '' }) => ({
      zoneName: ZoneName,
      zoneId: ZoneId,
    }));
    // LocalStack gives addresses from the start of a subnet, and does not keep clear of those that interfaces have.
    const state: Ec2State = { ...emptyEc2State(zones), givesHighestAddressFirst: true };
    const mirror = new Ec2Mirror(options.endpoint, client, state);
    await mirror.#removeLeftovers().catch(fail);
    await mirror.refresh().catch(fail);
    return mirror;
  }

  /** What an operation of EC2 can have changed is read with the next refresh. */
  noteChange(operation: string): void {
    for (const part of partsChangedBy(operation)) this.#unread.add(part);
    // User data can change while an instance is stopped.
    if (operation === 'ModifyInstanceAttribute') this.#userData.clear();
  }

  /** What an operation will look at is read with the next refresh. */
  noteQuestion(operation: string): void {
    for (const part of partsAskedBy(operation)) this.#unread.add(part);
  }

  /** Whether something is to be read. */
  get isStale(): boolean {
    return this.#unread.size > 0;
  }

  /**
   * Reads what may have changed, and makes the state follow at once. Not to be called again before it has resolved.
   *
   * @returns what has become of instances since the last time
   */
  async refresh(): Promise<InstanceStateChange[]> {
    const parts = new Set(this.#unread);
    this.#unread.clear();
    try {
      const known = new Set(this.#serviceInterfaces.writtenIds().values());
      const reading = await this.#read(parts);
      if (reading.networkInterfaces)
        this.#serviceInterfaces.forget(without(known, reading.networkInterfaces));
      this.#lost = undefined;
      return applyReading(this.state, reading, this.#userData);
    } catch (error) {
      for (const part of parts) this.#unread.add(part);
      throw this.#explain(error);
    }
  }

  /**
   * Tells LocalStack of the load balancers' interfaces, and which addresses are taken. Not to be called again before it
   * has resolved.
   */
  async writeThrough(): Promise<void> {
    try {
      await allDone([this.#serviceInterfaces.writeThrough(), this.#reservations.follow()]);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Has LocalStack do what follows from groups that a caller has set on an instance or an interface. */
  async alignInstanceGroups(setting: GroupsSetting): Promise<void> {
    try {
      await alignInstanceGroups(this.#client, this.state, setting);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** A copy of the state, with the ids that LocalStack's callers know. */
  shownState(): Ec2State {
    return shownState(this.state, this.#serviceInterfaces.writtenIds());
  }

  /**
   * What LocalStack answers, but for load balancers' interfaces, of which it knows too little, and those of instances
   * that have ended, which it keeps. Throws AwsError where LocalStack refuses.
   */
  async describeHostInterfaces(input: DescribeNetworkInterfacesCommandInput): Promise<NetworkInterface[]> {
    try {
      const { NetworkInterfaces = [] } = await this.#client.send(new DescribeNetworkInterfacesCommand(input));
      return NetworkInterfaces.filter(
        (read) => !ServiceInterfaces.includes(read) && !this.#hasEnded(read.Attachment?.InstanceId),
      );
    } catch (error) {
      throw hasAnswered(error) ? new AwsError(error.name, error.message) : this.#explain(error);
    }
  }

  #hasEnded(instanceId: string | undefined): boolean {
    return instanceId !== undefined && this.state.instances.get(instanceId)?.state === 'terminated';
  }

  /** One sentence for each address that was given twice. */
  conflicts(): string[] {
    return addressConflicts(this.state);
  }

  close(): void {
    this.#client.destroy();
  }

  #explain(error: unknown): Error {
    const explained = explain(this.#endpoint, error);
    if (hasAnswered(error)) return explained;
    this.#lost ??= explained;
    return this.#lost;
  }

  async #read(parts: ReadonlySet<Ec2Part>): Promise<Partial<Ec2Reading>> {
    const reading = await readEc2(this.#client, parts);
    await this.#readUserData(reading.instances ?? []);
    return furnishVpcs(this.#client, reading, (vpcId) => this.state.vpcs.has(vpcId));
  }

  async #readUserData(instances: Ec2Reading['instances']): Promise<void> {
    const unread = instances.filter(
      ({ InstanceId = '', State }) => State?.Name !== 'terminated' && !this.#userData.has(InstanceId),
    );
    await Promise.all(
      unread.map(async ({ InstanceId = '' }) => {
        const { UserData } = await this.#client.send(
          new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }),
        );
        this.#userData.set(InstanceId, Buffer.from(UserData?.Value ?? '', 'base64').toString('utf8'));
      }),
    );
  }

  async #removeLeftovers(): Promise<void> {
    const { networkInterfaces = [] } = await readEc2(this.#client, ['networkInterfaces']);
    await Promise.all(
      networkInterfaces
        .filter(ServiceInterfaces.includes)
        .map(({ NetworkInterfaceId }) =>
          this.#client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
        ),
    );
  }
}

/** Of ids that had been written before the reading began, those that it did not find. */
function without(written: ReadonlySet<string>, found: Ec2Reading['networkInterfaces']): Set<string> {
  const ids = new Set(found.map(({ NetworkInterfaceId }) => NetworkInterfaceId));
  return new Set([...written].filter((id) => !ids.has(id)));
}

function explain(endpoint: string, error: unknown): Error {
  if (error instanceof HarnessError) return error;
  const cause = hasAnswered(error)
    ? new Error(`its EC2 refuses what the harness asks (${error.name}: ${error.message})`)
    : error;
  return localStackLost(endpoint, cause);
}

/** Whether an error is an answer of LocalStack's. */
function hasAnswered(error: unknown): error is Error {
  const { $metadata } = Object(error) as { $metadata?: { httpStatusCode?: number } };
  return error instanceof Error && $metadata?.httpStatusCode !== undefined;
}
