/**
 * Entry for hosts of an attached network: `node join.ts <CIDR block>`. Has this machine send all it sends through the
 * network's router, as instances of a VPC do, also to its neighbours; so security groups filter it, and answers to
 * clients go back through the load balancer. Needs the right to configure networks, and the router need not be there
 * yet.
 */
import { hostEnd } from '../netns/ip-commands.ts';
import { runIp } from '../netns/run-network-program.ts';
import { attachedInterface } from './attached-interface.ts';

const [cidrBlock] = process.argv.slice(2);
if (cidrBlock === undefined) {
  console.error('Usage: node join.ts <CIDR block>');
  process.exit(2);
}
try {
  const { device, address, prefixLength } = attachedInterface(cidrBlock);
  // With the address all ways go that the interface had.
  runIp([`address delete ${address}/${prefixLength} dev ${device}`, ...hostEnd(address, device)]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(2);
}
