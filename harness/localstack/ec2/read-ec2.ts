import {
  type Address,
  DescribeAddressesCommand,
  type EC2Client,
  type Instance,
  type InternetGateway,
  type NetworkInterface,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '@aws-sdk/client-ec2';
import type { Ec2Part } from './parts.ts';

/** What EC2 says of everything that a load balancer needs of it, in the API's own shapes. */
export interface Ec2Reading {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly instances: readonly LaunchedInstance[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly addresses: readonly Address[];
  readonly internetGateways: readonly InternetGateway[];
}

/** An instance with the launch that it came from. */
export interface LaunchedInstance extends Instance {
  readonly reservationId: string | undefined;
}

type Readers = { readonly [Part in Ec2Part]: (client: EC2Client) => Promise<Ec2Reading[Part]> };

const READERS: Readers = {
  vpcs: (client) => collect(paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs),
  subnets: (client) => collect(paginateDescribeSubnets({ client }, {}), ({ Subnets }) => Subnets),
  securityGroups: (client) =>
    collect(paginateDescribeSecurityGroups({ client }, {}), ({ SecurityGroups }) => SecurityGroups),
  instances: (client) =>
    collect(paginateDescribeInstances({ client }, {}), ({ Reservations = [] }) =>
      Reservations.flatMap(({ ReservationId, Instances = [] }) =>
        Instances.map((instance) => ({ ...instance, reservationId: ReservationId })),
      ),
    ),
  networkInterfaces: (client) =>
    collect(paginateDescribeNetworkInterfaces({ client }, {}), ({ NetworkInterfaces }) => NetworkInterfaces),
  addresses: async (client) => (await client.send(new DescribeAddressesCommand({}))).Addresses ?? [],
  internetGateways: (client) =>
    collect(paginateDescribeInternetGateways({ client }, {}), ({ InternetGateways }) => InternetGateways),
};

/** Reads these parts, all at once, with a call for each. */
export async function readEc2(client: EC2Client, parts: Iterable<Ec2Part>): Promise<Partial<Ec2Reading>> {
  const read = [...parts].map(async (part) => [part, await READERS[part](client)] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
