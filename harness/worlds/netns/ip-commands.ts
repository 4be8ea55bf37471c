import { DNS_ADDRESS, INTERNET_ADDRESS, LOCAL_TABLE, NODE_MARK, ROUTER_ADDRESS } from './addresses.ts';

/**
 * What `ip -batch` is given, for the two ends of a new link. Hosts have an address without a network around it
 * (/32), so that all they send goes through the router, also to their neighbours in the subnet.
 */
export interface LinkCommands {
  readonly router: readonly string[];
  readonly host: readonly string[];
}

export const ROUTER_COMMANDS: readonly string[] = [
  'link set lo up',
  `address add ${ROUTER_ADDRESS}/32 dev lo`,
  `address add ${DNS_ADDRESS}/32 dev lo`,
  `rule add fwmark ${NODE_MARK} lookup ${LOCAL_TABLE}`,
  `route add local default dev lo table ${LOCAL_TABLE}`,
];

/**
 * The Internet is all that no host has. Every address is at home there: clients take any without further ado, and
 * what nobody listens for is refused at once.
 */
export function internetLink(namespaceFile: string): LinkCommands {
  return {
    router: [
      `link add internet type veth peer name eth0 netns ${namespaceFile}`,
      'link set internet up',
      `route add ${INTERNET_ADDRESS}/32 dev internet`,
      `route add default via ${INTERNET_ADDRESS} dev internet`,
    ],
    host: [
      ...hostEnd(INTERNET_ADDRESS),
      `rule add iif eth0 lookup ${LOCAL_TABLE}`,
      `route add local default dev lo table ${LOCAL_TABLE}`,
    ],
  };
}

export function hostLink(link: string, address: string, namespaceFile: string): LinkCommands {
  return {
    router: [
      `link add ${link} type veth peer name eth0 netns ${namespaceFile}`,
      `link set ${link} up`,
      `route add ${address}/32 dev ${link}`,
    ],
    host: hostEnd(address),
  };
}

/** Gives an interface its address, and the way to all others. */
export function hostEnd(address: string, device = 'eth0'): readonly string[] {
  return [
    'link set lo up',
    `address add ${address}/32 dev ${device}`,
    `link set ${device} up`,
    `route add default via ${ROUTER_ADDRESS} dev ${device} onlink`,
  ];
}
