import { styleText } from 'node:util';
import type { MappedAddress, Timings, WorldName } from '../../index.ts';

/** What a client has to know of a served world. */
export interface Ready {
  readonly world: WorldName;
  readonly endpoint: string;
  readonly region: string;
  /** `address:port` of the DNS server. */
  readonly dns: string;
  readonly speed: number;
  readonly profile: Timings['profile'];
  /** To be set for AWS clients. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether `nlb-harness exec` runs commands on its hosts. */
  readonly canExecute: boolean;
  readonly addresses: readonly MappedAddress[];
}

const EXECUTION = ['  npx nlb-harness exec --list', '  npx nlb-harness exec <host> -- nc -uv <name> <port>'];

/** The same for people, ready to paste. */
export function describeReady(ready: Ready, platform: NodeJS.Platform): string[] {
  const { world, endpoint, region, dns, speed, profile, environment, canExecute, addresses } = ready;
  const [dnsAddress, dnsPort] = dns.split(':');
  const pace = speed === 1 ? 'real time' : `${speed} harness seconds a second`;
  return [
    `${styleText('bold', 'AWS endpoint')}  ${styleText('green', endpoint)}  ${world} world, Region ${region}, ${pace}, ${profile} timings`,
    '',
    styleText('dim', 'Paste this where you use an AWS client:'),
    ...Object.entries(environment).map(([name, value]) =>
      platform === 'win32' ? `  $env:${name} = '${value}'` : `  export ${name}=${value}`,
    ),
    '',
    styleText('dim', 'Names of load balancers are resolved here:'),
    `  dig @${dnsAddress} -p ${dnsPort} <name>.elb.${region}.amazonaws.com`,
    ...(canExecute
      ? ['', styleText('dim', 'Commands on hosts, where names are resolved by themselves:'), ...EXECUTION]
      : []),
    ...(addresses.length > 0 ? ['', ...addresses.map(describeAddress)] : []),
    '',
    styleText('dim', 'What happens (harness time); Ctrl-C ends it:'),
  ];
}

export function describeAddress({ emulated, actual }: MappedAddress): string {
  return `${emulated} is at ${actual} on this machine`;
}
