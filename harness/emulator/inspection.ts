import type { Explanation } from '../core/forwarding/explain.ts';
import type { Endpoint, TransportProtocol } from '../core/network/endpoint.ts';
import { isIpv4 } from '../core/network/ipv4.ts';
import { HarnessError } from '../errors.ts';
import type { StartedEmulator } from './emulator.ts';
import { enterHost, type HostQuestion, servedHosts } from './enter-host.ts';

/** What `explain` is asked: endpoints as text, the destination by address or by the load balancer's DNS name. */
export interface ExplainQuestion {
  readonly protocol: TransportProtocol;
  /** `203.0.113.9:40001` */
  readonly source: string;
  /** `172.31.0.10:8080` or `my-nlb-0123456789abcdef.elb.us-east-1.amazonaws.com:8080` */
  readonly destination: string;
  readonly region: string | undefined;
}

/** Answers a question about a running emulator; undefined for one that it does not know. */
export async function inspect(
  emulator: StartedEmulator,
  question: string,
  body: unknown,
): Promise<object | undefined> {
  switch (question) {
    case 'explain':
      return answerExplain(emulator, body);
    case 'hosts':
      return { hosts: servedHosts(emulator, readHostQuestion(body).region) };
    case 'enter':
      return enterHost(emulator, readHostQuestion(body));
    case 'info':
      return {
        dns: `127.0.0.1:${emulator.dns.port}`,
        regions: emulator.regions().map(({ region }) => region.name),
      };
    default:
      return undefined;
  }
}

async function answerExplain(emulator: StartedEmulator, body: unknown): Promise<Explanation> {
  const { protocol, source, destination, region } = readQuestion(body);
  const { host, port } = splitEndpoint('destination', destination);
  const address = isIpv4(host) ? host : emulator.resolve(host)[0];
  if (address === undefined) {
    throw invalid(
      `No load balancer has the DNS name '${host}'`,
      'Use a name that DescribeLoadBalancers shows',
    );
  }
  const from = splitEndpoint('source', source);
  if (!isIpv4(from.host))
    throw invalid(`The source '${from.host}' is not an IPv4 address`, 'Give an address');
  const runtime = emulator
    .regions()
    .find(({ region: { name, elbv2 } }) =>
      region !== undefined
        ? name === region
        : [...elbv2.loadBalancers.values()].some(({ zones, dnsName }) =>
            isIpv4(host)
              ? zones.some(({ privateIpv4Address }) => privateIpv4Address === host)
              : host.toLowerCase().endsWith(dnsName.toLowerCase()),
          ),
    );
  if (!runtime) {
    throw invalid(
      `No load balancer in ${region ?? 'any Region'} has the address ${address}`,
      'Use the address or the DNS name of a load balancer, and look at the Region',
    );
  }
  return runtime.explain({
    protocol,
    source: { address: from.host, port: from.port },
    destination: { address, port } satisfies Endpoint,
  });
}

function readQuestion(body: unknown): ExplainQuestion {
  const { protocol, source, destination, region } = Object(body) as Record<string, unknown>;
  if (protocol !== 'udp' && protocol !== 'tcp') {
    throw invalid(`The protocol is '${String(protocol)}'`, "Use 'udp' or 'tcp'");
  }
  if (typeof source !== 'string' || typeof destination !== 'string') {
    throw invalid('Source and destination are missing', "Give both as 'address:port'");
  }
  return { protocol, source, destination, region: typeof region === 'string' ? region : undefined };
}

function readHostQuestion(body: unknown): HostQuestion {
  const { host, region } = Object(body) as Record<string, unknown>;
  return {
    host: typeof host === 'string' ? host : undefined,
    region: typeof region === 'string' ? region : undefined,
  };
}

function splitEndpoint(what: string, text: string): { host: string; port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match && port >= 0 && port <= 65_535) return { host: match[1]!, port };
  throw invalid(
    `The ${what} '${text}' is not of the form address:port`,
    'Write for example 203.0.113.9:40001',
  );
}

function invalid(what: string, remedy: string): HarnessError {
  return new HarnessError('HARNESS_ARGUMENT_INVALID', what, remedy);
}
