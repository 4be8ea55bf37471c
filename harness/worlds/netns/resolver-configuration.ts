import { DNS_ADDRESS } from './addresses.ts';

/** `/etc/resolv.conf` of hosts: the harness's DNS, where instances find Amazon's. */
export const RESOLVER_CONFIGURATION = `nameserver ${DNS_ADDRESS}\noptions timeout:1 attempts:2\n`;
