import { startLocalStack } from '../../harness/localstack/start-localstack.ts';
import { connectEngine } from '../../harness/worlds/docker/engine.ts';
import { ensureHostImage } from '../../harness/worlds/docker/host-image.ts';

/**
 * vitest's global setup of the docker tier: makes what all its worlds share, so that no test waits for it. The
 * workers find LocalStack by the environment variable; where it is set already, that one is used and left alone.
 *
 * Returns what is to be done at the end.
 */
export default async function setUpDockerTier(): Promise<() => Promise<void>> {
  const onProgress = (line: string) => console.log(`docker: ${line}`);
  const { docker } = await connectEngine();
  await ensureHostImage(docker, { onProgress });
  const localStack = await startLocalStack({ onProgress });
  const before = process.env.NLB_LOCALSTACK_ENDPOINT;
  process.env.NLB_LOCALSTACK_ENDPOINT = localStack.endpoint;
  return async () => {
    if (before === undefined) delete process.env.NLB_LOCALSTACK_ENDPOINT;
    await localStack.stop();
  };
}
