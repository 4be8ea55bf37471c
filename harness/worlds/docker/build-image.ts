import type Docker from 'dockerode';
import { describeBuildFailure } from './build-failure.ts';
import { type EngineWorkEvent, followEngineWork } from './engine-work.ts';
import type { ImageContext } from './image-context.ts';

/** By which our images are found, whatever they are called. */
export const HOST_IMAGE_LABEL = 'nlb-harness.image=host';

export interface ImageBuild {
  readonly name: string;
  readonly base: string;
  readonly context: ImageContext;
  readonly onProgress: (line: string) => void;
}

/** Settings that Docker passes to every build, and forgets afterwards. */
const PROXY_SETTINGS = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** @throws HarnessError HARNESS_IMAGE_MISSING, HARNESS_IMAGE_BUILD_FAILED */
export async function buildImage(docker: Docker, build: ImageBuild): Promise<void> {
  const { name, base, context, onProgress } = build;
  const [label = '', value = ''] = HOST_IMAGE_LABEL.split('=');
  const said: string[] = [];
  const listen = ({ stream = '' }: EngineWorkEvent) => {
    for (const line of stream.split('\n').map((text) => text.trim())) {
      if (line === '') continue;
      said.push(line);
      if (line.startsWith('Step ')) onProgress(line);
    }
  };
  try {
    // dockerode leaves out what the package's .dockerignore names, so that may not name what is sent here.
    const stream = await docker.buildImage(
      { context: context.root, src: [...context.files] },
      {
        t: name,
        dockerfile: context.dockerfile,
        buildargs: { ...proxySettings(), BASE: base, PACKAGES: context.packages.join(' ') },
        labels: { [label]: value },
        rm: true,
        forcerm: true,
      },
    );
    await followEngineWork(docker, stream, listen);
    // A build that the engine broke off has no error in its account.
    await docker.getImage(name).inspect();
  } catch (cause) {
    throw describeBuildFailure({ base, reason: (cause as Error).message, said, cause });
  }
}

function proxySettings(): Record<string, string> {
  return Object.fromEntries(
    PROXY_SETTINGS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}
