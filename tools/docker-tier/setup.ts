import { startLocalStack } from '../../harness/localstack/start-localstack.ts';
import { connectEngine } from '../../harness/worlds/docker/engine.ts';
import { ensureHostImage } from '../../harness/worlds/docker/host-image.ts';
import { removeLeftovers } from '../../harness/worlds/docker/leftovers.ts';
import { ownedByThisProcess } from '../../harness/worlds/docker/owner.ts';

/**
 * vitest's global setup of the docker tier: makes what all its worlds share, so that no test waits for it. The
 * workers find LocalStack by the environment variable; where it is set already, that one is used and left alone.
 *
 * Returns what is to be done at the end.
 */
export default async function setUpDockerTier(): Promise<() => Promise<void>> {
  const onProgress = (line: string) => console.log(`docker: ${line}`);
  const { docker } = await connectEngine();
  await Promise.all([ensureHostImage(docker, { onProgress }), removeLeftovers(docker)]);
  const localStack = await startLocalStack({ labels: ownedByThisProcess(), onProgress });
  const before = process.env.NLB_LOCALSTACK_ENDPOINT;
  process.env.NLB_LOCALSTACK_ENDPOINT = localStack.endpoint;
  return async () => {
    if (before === undefined) delete process.env.NLB_LOCALSTACK_ENDPOINT;
    await localStack.stop();
  };
}
