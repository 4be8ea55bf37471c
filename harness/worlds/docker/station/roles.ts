import { writeFileSync } from 'node:fs';
import { INTERNET_ADDRESS, LOCAL_TABLE } from '../../netns/addresses.ts';
import { filterRules } from '../../netns/filter-rules.ts';
import { hostEnd, ROUTER_COMMANDS } from '../../netns/ip-commands.ts';
import { NO_REDIRECTS } from '../../netns/no-redirects.ts';
import { NODE_RULES } from '../../netns/node-rules.ts';
import { RESOLVER_CONFIGURATION } from '../../netns/resolver-configuration.ts';
import { runIp, runNft } from '../../netns/run-network-program.ts';

/** The one interface of each container, on the network that carries what all of them send. */
const DEVICE = 'eth0';

/**
 * The engine's own address goes: what a container is called in the VPC is all it is called. Its neighbours on the
 * carrying network are found by asking there who has an address, as ever.
 */
const FORGET_CARRIER = `address flush dev ${DEVICE}`;

export function becomeRouter(): void {
  runIp([
    FORGET_CARRIER,
    ...ROUTER_COMMANDS,
    `route add ${INTERNET_ADDRESS}/32 dev ${DEVICE}`,
    `route add default via ${INTERNET_ADDRESS} dev ${DEVICE}`,
  ]);
  runNft(`${NODE_RULES}${NO_REDIRECTS}${filterRules([])}`);
}

/** All addresses are at home there: clients take any without further ado. */
export function becomeInternet(): void {
  runIp([
    FORGET_CARRIER,
    ...hostEnd(INTERNET_ADDRESS, DEVICE),
    `rule add iif ${DEVICE} lookup ${LOCAL_TABLE}`,
    `route add local default dev lo table ${LOCAL_TABLE}`,
  ]);
}

export function becomeHost(address: string): void {
  runIp([FORGET_CARRIER, ...hostEnd(address, DEVICE)]);
  writeFileSync('/etc/resolv.conf', RESOLVER_CONFIGURATION);
}

/** Tells the router that a host is there. */
export function addHost(address: string): void {
  runIp([`route replace ${address}/32 dev ${DEVICE}`]);
}

export function removeHost(address: string): void {
  runIp([`route delete ${address}/32 dev ${DEVICE}`]);
}
