import {
  AssociateAddressCommand,
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DisassociateAddressCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  type NetworkInterface as ReadInterface,
} from '@aws-sdk/client-ec2';
import type { Ec2State, NetworkInterface } from '../../core/ec2/state.ts';
import { allDone } from './all-done.ts';
import { unlessGone } from './unless-gone.ts';

/** The tag by which an interface that stands for a load balancer's is known, with our id of it. */
const TAG = 'nlb-harness:network-interface';

/** What LocalStack has of a load balancer's interface. */
interface WrittenInterface {
  /** LocalStack's id of it; ours is another. */
  readonly writtenId: string;
  securityGroups: string;
  association: { readonly allocationId: string; readonly associationId: string } | undefined;
}

/**
 * The interfaces of load balancers, which are made here, written through to LocalStack, so that its users see them
 * and the addresses that they have.
 */
export class ServiceInterfaces {
  readonly #client: EC2Client;
  readonly #state: Ec2State;
  /** By our id. */
  readonly #written = new Map<string, WrittenInterface>();

  constructor(client: EC2Client, state: Ec2State) {
    this.#client = client;
    this.#state = state;
  }

  /** Whether LocalStack's interface stands for a load balancer's, this world's or one's that is gone. */
  static includes({ TagSet = [] }: ReadInterface): boolean {
    return TagSet.some(({ Key }) => Key === TAG);
  }

  /** LocalStack's ids of what has been written so far, by ours. */
  writtenIds(): ReadonlyMap<string, string> {
    return new Map([...this.#written].map(([id, { writtenId }]) => [id, writtenId]));
  }

  /** Somebody deleted these at LocalStack: they are to be written again. */
  forget(writtenIds: ReadonlySet<string>): void {
    for (const [id, { writtenId }] of this.#written) if (writtenIds.has(writtenId)) this.#written.delete(id);
  }

  /** Makes LocalStack have what there is here, and no more. Not to be called again before it has resolved. */
  async writeThrough(): Promise<void> {
    const present = [...this.#state.networkInterfaces.values()].filter(
      ({ requesterManaged }) => requesterManaged,
    );
    const ids = new Set(present.map(({ networkInterfaceId }) => networkInterfaceId));
    const gone = [...this.#written].filter(([id]) => !ids.has(id));
    // First, because a new one may get an Elastic IP address that an old one has.
    await allDone(gone.map(([id, written]) => this.#remove(id, written)));
    await allDone(present.map((networkInterface) => this.#write(networkInterface)));
  }

  async #write(networkInterface: NetworkInterface): Promise<void> {
    const written =
      this.#written.get(networkInterface.networkInterfaceId) ?? (await this.#create(networkInterface));
    await this.#writeGroups(written, networkInterface);
    await this.#writeAssociation(written, networkInterface);
  }

  async #create(networkInterface: NetworkInterface): Promise<WrittenInterface> {
    const { networkInterfaceId, subnetId, privateIpAddress, securityGroupIds, description } =
      networkInterface;
    const { NetworkInterface: made } = await this.#client.send(
      new CreateNetworkInterfaceCommand({
        SubnetId: subnetId,
        PrivateIpAddress: privateIpAddress,
        Description: description,
        ...(securityGroupIds.length > 0 && { Groups: [...securityGroupIds] }),
        TagSpecifications: [
          { ResourceType: 'network-interface', Tags: [{ Key: TAG, Value: networkInterfaceId }] },
        ],
      }),
    );
    const written: WrittenInterface = {
      writtenId: made!.NetworkInterfaceId!,
      securityGroups: securityGroupIds.join(),
      association: undefined,
    };
    this.#written.set(networkInterfaceId, written);
    return written;
  }

  async #writeGroups(written: WrittenInterface, { securityGroupIds }: NetworkInterface): Promise<void> {
    if (securityGroupIds.join() === written.securityGroups) return;
    await this.#client.send(
      new ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: written.writtenId,
        Groups: [...securityGroupIds],
      }),
    );
    written.securityGroups = securityGroupIds.join();
  }

  async #writeAssociation(
    written: WrittenInterface,
    { networkInterfaceId }: NetworkInterface,
  ): Promise<void> {
    const address = [...this.#state.addresses.values()].find(
      (candidate) => candidate.networkInterfaceId === networkInterfaceId,
    );
    if (address?.allocationId === written.association?.allocationId) return;
    await this.#disassociate(written);
    if (!address) return;
    const { allocationId } = address;
    const { AssociationId = '' } = await this.#client.send(
      new AssociateAddressCommand({
        AllocationId: allocationId,
        NetworkInterfaceId: written.writtenId,
        AllowReassociation: true,
      }),
    );
    written.association = { allocationId, associationId: AssociationId };
  }

  async #disassociate(written: WrittenInterface): Promise<void> {
    if (!written.association) return;
    const { associationId } = written.association;
    await unlessGone(this.#client.send(new DisassociateAddressCommand({ AssociationId: associationId })));
    written.association = undefined;
  }

  async #remove(id: string, written: WrittenInterface): Promise<void> {
    await this.#disassociate(written);
    await unlessGone(
      this.#client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: written.writtenId })),
    );
    this.#written.delete(id);
  }
}
