import {
  DescribeTargetHealthCommand,
  type TargetHealth,
  type TargetHealthStateEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { HarnessError } from '../errors.ts';
import { AgentClient } from '../targets/agent-client.ts';
import type { StartedWorld } from '../worlds/world.ts';
import type { AwsClients } from './aws-clients.ts';

export interface DeployedTargetParts {
  readonly world: StartedWorld;
  readonly aws: AwsClients;
  readonly region: string | undefined;
  readonly name: string;
  readonly targetGroupArn: string;
  readonly targetId: string;
  readonly port: number;
  readonly address: string;
  readonly availabilityZone: string;
  readonly instanceId: string | undefined;
}

/** A registered target, with a hand on the service behind it. */
export class DeployedTarget {
  readonly name: string;
  readonly targetGroupArn: string;
  /** Instance id or IP address: what it is registered by. */
  readonly targetId: string;
  readonly port: number;
  /** Private address in the VPC. */
  readonly address: string;
  readonly availabilityZone: string;
  readonly instanceId: string | undefined;
  readonly #parts: DeployedTargetParts;

  constructor(parts: DeployedTargetParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.targetGroupArn = parts.targetGroupArn;
    this.targetId = parts.targetId;
    this.port = parts.port;
    this.address = parts.address;
    this.availabilityZone = parts.availabilityZone;
    this.instanceId = parts.instanceId;
  }

  /** How the API sees it now. */
  async describeHealth(): Promise<TargetHealth> {
    const { TargetHealthDescriptions } = await this.#parts.aws.elbv2.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: this.targetGroupArn,
        Targets: [{ Id: this.targetId, Port: this.port }],
      }),
    );
    return TargetHealthDescriptions?.[0]?.TargetHealth ?? {};
  }

  async healthState(): Promise<TargetHealthStateEnum | undefined> {
    return (await this.describeHealth()).State;
  }

  /** Lets time go by until the API shows this state. Resolves to whether it did within the limit. */
  becomes(state: TargetHealthStateEnum, limit: { readonly withinMs: number }): Promise<boolean> {
    return this.#parts.world.clock.advanceUntil(async () => (await this.healthState()) === state, limit);
  }

  /**
   * The controls of the target agent: stop the health listener, mute UDP, count.
   *
   * @throws HarnessError HARNESS_ARGUMENT_INVALID for a service of the user's own
   */
  async agent(): Promise<AgentClient> {
    const { world, region } = this.#parts;
    const host = this.instanceId === undefined ? undefined : await world.host(this.instanceId, region);
    if (host?.control) return new AgentClient(host.control);
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The target '${this.name}' runs a service of your own, not the target agent`,
      'Break that service by its own means',
    );
  }

  /**
   * Waits, in real time, until the service or a sidecar of it has written a line with this text, on either output.
   *
   * @throws HarnessError HARNESS_HOST_EXITED when one of them ends before; HARNESS_ARGUMENT_INVALID where nobody hears
   * them, as in the live world, and for a target that is no instance
   */
  async said(text: string): Promise<void> {
    const { world, region } = this.#parts;
    const host = this.instanceId === undefined ? undefined : await world.host(this.instanceId, region);
    if (host?.said) return host.said(text);
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `Nobody hears what the target '${this.name}' says`,
      'Look at what it does by other means',
    );
  }

  /** Closes the health listener, while UDP goes on: the failure that an NLB sees. */
  async stopHealthListener(): Promise<void> {
    await (await this.agent()).stopHealth();
  }

  async startHealthListener(): Promise<void> {
    await (await this.agent()).startHealth();
  }
}
