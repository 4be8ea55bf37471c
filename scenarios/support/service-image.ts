import { fileURLToPath } from 'node:url';
import { GenericContainer } from 'testcontainers';

const CONTEXT = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** What the programs in fixtures/services are called in the image. */
export type ServiceName = 'udp-upper' | 'udp-echo' | 'health-sidecar' | 'coupled-sidecar';

/**
 * A container image of one's own, as users have it, with small services in it. Built when it is first asked for; the
 * engine keeps it, so that the next build is a matter of looking at its layers.
 *
 * @returns its name
 */
export async function buildServiceImage(): Promise<string> {
  const name = 'nlb-harness-fixture/udp-services:latest';
  await GenericContainer.fromDockerfile(CONTEXT, 'images/udp-services/Dockerfile').build(name, {
    deleteOnExit: false,
  });
  return name;
}

/** The command that runs a service of the image. */
export function serviceCommand(service: ServiceName): readonly string[] {
  return ['node', `/services/${service}.mjs`];
}
