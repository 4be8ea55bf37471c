import { fileURLToPath } from 'node:url';
import { GenericContainer } from 'testcontainers';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const DNSMASQ = fileURLToPath(new URL('../../fixtures/images/dnsmasq/', import.meta.url));

/** What the programs in fixtures/services are called in the image. */
export type ServiceName = 'udp-upper' | 'udp-echo' | 'health-sidecar' | 'coupled-sidecar';

/**
 * A container image of one's own, as users have it, with small services in it. Built when it is first asked for; the
 * engine keeps it, so that the next build is a matter of looking at its layers.
 *
 * @returns its name
 */
export function buildServiceImage(): Promise<string> {
  return build('nlb-harness-fixture/udp-services:latest', FIXTURES, 'images/udp-services/Dockerfile');
}

/** The same with a name server of others in it, dnsmasq. */
export function buildNameServerImage(): Promise<string> {
  return build('nlb-harness-fixture/dnsmasq:latest', DNSMASQ, 'Dockerfile');
}

/** The command that runs a service of the image. */
export function serviceCommand(service: ServiceName): readonly string[] {
  return ['node', `/services/${service}.mjs`];
}

async function build(name: string, context: string, dockerfile: string): Promise<string> {
  await GenericContainer.fromDockerfile(context, dockerfile).build(name, { deleteOnExit: false });
  return name;
}
