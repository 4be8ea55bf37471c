import type Docker from 'dockerode';
import { defaultBase, hostImageName } from './host-image.ts';
import type { DockerRequirement } from './requirements.ts';

/** The repository of testcontainers' reaper; which version of it is testcontainers' affair. */
const RYUK = 'testcontainers/ryuk';

/** A registry that takes longer than this is out of reach. */
const REGISTRY_PATIENCE_MS = 5_000;

const IMAGE_REMEDY =
  'Run docker pull where a registry can be reached, and bring it here by docker save and docker load';

/** The image that hosts are made of: there, or what it is built on is. */
export async function examineHostImage(engine: Docker): Promise<DockerRequirement> {
  const what = 'host image';
  const own = process.env.NLB_HOST_IMAGE;
  if (own) return examineImage(engine, what, own, 'NLB_HOST_IMAGE');
  const name = hostImageName();
  if (await isThere(engine, name)) return { what, ok: true, found: name, remedy: undefined };
  const { ok, found, remedy } = await examineImage(engine, what, defaultBase(), 'NLB_HOST_BASE_IMAGE');
  return { what, ok, found: `${ok ? 'is built' : 'cannot be built'} on ${found}`, remedy };
}

/** An image that is there, or that the engine can get. Nothing is pulled: a registry is asked whether it has it. */
export async function examineImage(
  engine: Docker,
  what: string,
  name: string,
  variable: string,
): Promise<DockerRequirement> {
  if (await isThere(engine, name)) return { what, ok: true, found: name, remedy: undefined };
  const problem = await registryProblem(engine, name);
  if (problem === undefined) {
    return { what, ok: true, found: `${name}, which will be pulled`, remedy: undefined };
  }
  return {
    what,
    ok: false,
    found: `${name}, which is not there and cannot be pulled: ${problem}`,
    remedy: `${IMAGE_REMEDY}; ${variable} names another image`,
  };
}

/** Not needed: what it would remove a guard of ours removes. */
export async function examineRyuk(engine: Docker): Promise<DockerRequirement> {
  const what = 'Ryuk';
  // Testcontainers takes no other word for it.
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') {
    return { what, ok: true, found: 'not wanted (TESTCONTAINERS_RYUK_DISABLED)', remedy: undefined };
  }
  const name = process.env.RYUK_CONTAINER_IMAGE || RYUK;
  const [image] = await engine.listImages({ filters: { reference: [name] } });
  return {
    what,
    ok: image !== undefined,
    found:
      image?.RepoTags?.[0] ??
      `no image ${name}: what a killed run leaves is removed by a guard of the harness`,
    remedy: image ? undefined : 'Nothing where a registry can be reached: testcontainers pulls it',
  };
}

async function isThere(engine: Docker, name: string): Promise<boolean> {
  try {
    await engine.getImage(name).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/** Undefined where the registry has the image. */
async function registryProblem(engine: Docker, name: string): Promise<string | undefined> {
  try {
    await engine.getImage(name).distribution({ abortSignal: AbortSignal.timeout(REGISTRY_PATIENCE_MS) });
    return undefined;
  } catch (error) {
    const { json, message } = error as { json?: { message?: string }; message: string };
    return json?.message?.trim() || message;
  }
}
