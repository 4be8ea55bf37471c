import {
  type CreateSubnetCidrReservationCommand,
  DeleteSubnetCidrReservationCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from 'vitest';
import { type Ec2State, emptyEc2State, type NetworkInterface } from '../../core/ec2/state.ts';
import { AddressReservations } from './address-reservations.ts';

let state: Ec2State;
/** What LocalStack was asked, in words. */
let asked: string[];
/** The error that LocalStack has for everything. */
let refusal: string | undefined;
let reservations: AddressReservations;

beforeEach(() => {
  state = emptyEc2State([]);
  asked = [];
  refusal = undefined;
  reservations = new AddressReservations({ send } as unknown as EC2Client, state);
});

test('the address of an interface is reserved once, and released after it', async () => {
  add('eni-1', '10.0.1.10');
  await reservations.follow();
  await reservations.follow();
  expect(asked).toEqual(['reserve 10.0.1.10/32 of subnet-1']);
  state.networkInterfaces.delete('eni-1');
  await reservations.follow();
  await reservations.follow();
  expect(asked.slice(1)).toEqual(['release scr-10.0.1.10/32']);
});

test('the address of an instance is not reserved: LocalStack knows whose it is', async () => {
  add('eni-1', '10.0.1.10', 'i-1');
  await reservations.follow();
  expect(asked).toEqual([]);
});

test('an interface that is attached later keeps its reservation', async () => {
  const networkInterface = add('eni-1', '10.0.1.10');
  await reservations.follow();
  networkInterface.attachedInstanceId = 'i-1';
  await reservations.follow();
  expect(asked).toEqual(['reserve 10.0.1.10/32 of subnet-1']);
});

test.each(['InvalidParameterValue', 'InvalidSubnetID.NotFound'])(
  'an address that no instance can get anyway (%s) is neither asked for again nor released',
  async (name) => {
    refusal = name;
    add('eni-1', '10.0.1.10');
    await reservations.follow();
    await reservations.follow();
    state.networkInterfaces.clear();
    await reservations.follow();
    expect(asked).toHaveLength(1);
  },
);

test('a LocalStack that knows no reservations is asked for none', async () => {
  refusal = 'UnsupportedOperation';
  add('eni-1', '10.0.1.10');
  await reservations.follow();
  add('eni-2', '10.0.1.11');
  await reservations.follow();
  expect(asked).toHaveLength(1);
});

test('what fails otherwise is tried again', async () => {
  refusal = 'InternalFailure';
  add('eni-1', '10.0.1.10');
  await expect(reservations.follow()).rejects.toMatchObject({ name: 'InternalFailure' });
  refusal = undefined;
  await reservations.follow();
  expect(asked).toHaveLength(2);
});

async function send(command: unknown): Promise<object> {
  if (command instanceof DeleteSubnetCidrReservationCommand) {
    asked.push(`release ${command.input.SubnetCidrReservationId}`);
    return {};
  }
  const { SubnetId, Cidr } = (command as CreateSubnetCidrReservationCommand).input;
  asked.push(`reserve ${Cidr} of ${SubnetId}`);
  if (refusal !== undefined) throw Object.assign(new Error(refusal), { name: refusal });
  return { SubnetCidrReservation: { SubnetCidrReservationId: `scr-${Cidr}` } };
}

function add(networkInterfaceId: string, privateIpAddress: string, attachedInstanceId?: string) {
  const networkInterface = {
    ...{ networkInterfaceId, privateIpAddress, attachedInstanceId, subnetId: 'subnet-1' },
  } as Partial<NetworkInterface> as NetworkInterface;
  state.networkInterfaces.set(networkInterfaceId, networkInterface);
  return networkInterface;
}
