/**
 * For a test, in a network namespace of its own: makes this machine the router of a network, again after one that was
 * never let go, and lets it go. Prints how the machine stood before, in between and after.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { runIp } from '../netns/run-network-program.ts';
import { AttachedRouter } from './attached-router.ts';

writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
runIp([
  'link set lo up',
  'link add eth0 type veth peer name other',
  'address add 172.31.0.2/16 dev eth0',
  'link set eth0 up',
  'link set other up',
]);

const before = standing();
AttachedRouter.attach('172.31.0.0/16').setNodeAddresses(['172.31.0.4']);
const router = AttachedRouter.attach('172.31.0.0/16');
router.setNodeAddresses(['172.31.0.4', '172.31.16.4']);
router.setNodeAddresses(['172.31.16.4', '172.31.32.4']);
const attached = standing();
router[Symbol.dispose]();
router[Symbol.dispose]();
console.log(JSON.stringify({ before, attached, after: standing() }));

function standing(): object {
  const lines = (program: string, ...parameters: string[]) =>
    execFileSync(program, parameters, { encoding: 'utf8' }).trim().split('\n');
  return {
    addresses: lines('ip', '-4', '-oneline', 'address', 'show').map((line) => line.split(/\s+/)[3]),
    rules: lines('ip', 'rule').filter((line) => line.includes('fwmark')),
    tables: lines('nft', 'list', 'tables').filter(Boolean),
  };
}
