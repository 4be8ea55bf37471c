import {
  CreateSubnetCidrReservationCommand,
  DeleteSubnetCidrReservationCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { Ec2State, NetworkInterface } from '../../core/ec2/state.ts';
import { allDone } from './all-done.ts';
import { unlessGone } from './unless-gone.ts';

/**
 * Keeps the addresses of interfaces that no launch made, load balancers' among them, from being given to instances:
 * LocalStack's RunInstances does not know of them, but goes round what is reserved in a subnet.
 *
 * One that an ended instance has given back is given again in spite of it; then `addressConflicts` tells.
 */
export class AddressReservations {
  readonly #client: EC2Client;
  readonly #state: Ec2State;
  /** LocalStack's id of the reservation, by that of the interface; undefined where somebody else holds it. */
  readonly #reserved = new Map<string, string | undefined>();
  /** False once LocalStack has said that it knows none. */
  #known = true;

  constructor(client: EC2Client, state: Ec2State) {
    this.#client = client;
    this.#state = state;
  }

  /** Makes LocalStack have those that there should be, and no more. Not to be called again before it has resolved. */
  async follow(): Promise<void> {
    const { networkInterfaces } = this.#state;
    const gone = [...this.#reserved].filter(([id]) => !networkInterfaces.has(id));
    const missing = [...networkInterfaces.values()].filter(
      ({ networkInterfaceId, attachedInstanceId }) =>
        attachedInstanceId === undefined && !this.#reserved.has(networkInterfaceId),
    );
    await allDone(gone.map(([id, reservationId]) => this.#release(id, reservationId)));
    if (this.#known) await allDone(missing.map((networkInterface) => this.#reserve(networkInterface)));
  }

  async #reserve({ networkInterfaceId, subnetId, privateIpAddress }: NetworkInterface): Promise<void> {
    const reservation = { SubnetId: subnetId, Cidr: `${privateIpAddress}/32` };
    try {
      const { SubnetCidrReservation } = await this.#client.send(
        new CreateSubnetCidrReservationCommand({ ...reservation, ReservationType: 'explicit' }),
      );
      this.#reserved.set(networkInterfaceId, SubnetCidrReservation?.SubnetCidrReservationId);
    } catch (error) {
      const { name = '' } = Object(error) as { name?: string };
      // It lies in a reservation that is there, or the subnet is gone: either way no instance gets it.
      const isKept = name === 'InvalidParameterValue' || name === 'InvalidSubnetID.NotFound';
      if (isKept) this.#reserved.set(networkInterfaceId, undefined);
      else if (name === 'UnsupportedOperation') this.#known = false;
      else throw error;
    }
  }

  async #release(networkInterfaceId: string, reservationId: string | undefined): Promise<void> {
    if (reservationId !== undefined) {
      const command = new DeleteSubnetCidrReservationCommand({ SubnetCidrReservationId: reservationId });
      await unlessGone(this.#client.send(command));
    }
    this.#reserved.delete(networkInterfaceId);
  }
}
