import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { type EngineAddress, engineAddress } from './engine-address.ts';
import { engineClient } from './engine-client.ts';
import { engineElsewhere } from './engine-elsewhere.ts';
import { engineRefusal } from './engine-refusal.ts';
import { examineHostImage, examineImage, examineRyuk } from './image-requirements.ts';

/** Something that the docker world needs or likes to have, and how it stands here. */
export interface DockerRequirement {
  readonly what: string;
  readonly ok: boolean;
  /** What was found, for people. */
  readonly found: string;
  /** What to do where it is not as it should be. */
  readonly remedy: string | undefined;
}

/** The LocalStack that is to hold EC2. */
export interface LocalStackNeed {
  /** Of one that runs already, and then no image is needed. */
  readonly endpoint: string | undefined;
  readonly image: string;
}

/** What was found: what the world cannot do without, and what makes it comfortable. */
export interface DockerExamination {
  readonly required: readonly DockerRequirement[];
  readonly helpful: readonly DockerRequirement[];
}

/** That of Docker 20.10, with which all of this was tried. */
const OLDEST_API = { major: 1, minor: 41 };

/** An engine that takes longer than this to say who it is is not one to run tests on. */
const PATIENCE_MS = 5_000;

/**
 * What the docker world needs of the engine: asked, and nothing changed. Where the engine does not answer nothing
 * else is asked, because nobody could know. Of LocalStack nothing is said where none is wanted.
 */
export async function examineDockerEngine(
  localStack: LocalStackNeed | undefined,
  address: EngineAddress = engineAddress(),
): Promise<DockerExamination> {
  const { engine, facts, required } = await reachEngine(address);
  if (!engine) return { required, helpful: [] };
  const helpful = [storage(facts), place(address)];
  if (required.some(({ ok }) => !ok)) return { required, helpful };
  const images = await Promise.all([
    examineHostImage(engine),
    ...(localStack ? [localStackFound(engine, localStack)] : []),
  ]);
  return { required: [...required, ...images], helpful: [...helpful, await examineRyuk(engine)] };
}

/**
 * Does nothing where the engine at this address is one for the docker world.
 *
 * @throws HarnessError HARNESS_DOCKER_UNAVAILABLE with what the examination above says of it
 */
export async function requireEngine(address: EngineAddress): Promise<void> {
  const missing = (await reachEngine(address)).required.find(({ ok }) => !ok);
  if (!missing) return;
  throw new HarnessError(
    'HARNESS_DOCKER_UNAVAILABLE',
    `No ${missing.what} for the docker world: ${missing.found}`,
    `${missing.remedy}; nlb-harness doctor says what else it needs`,
  );
}

type ReachedEngine =
  | {
      readonly engine: Docker;
      readonly facts: EngineFacts;
      readonly required: readonly DockerRequirement[];
    }
  | { readonly engine: undefined; readonly facts?: never; readonly required: readonly DockerRequirement[] };

async function reachEngine(address: EngineAddress): Promise<ReachedEngine> {
  try {
    const engine = await engineClient(address);
    const facts = await askEngine(engine);
    return { engine, facts, required: [engineVersion(address, facts), containerSystem(facts)] };
  } catch (error) {
    return { engine: undefined, required: [unreachable(address, error)] };
  }
}

interface EngineFacts {
  readonly version: string;
  readonly api: string;
  readonly system: string;
  readonly architecture: string;
  readonly storageDriver: string;
}

/** What dockerode takes, and its types do not tell of. */
type Abortable<Answer> = (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>;

async function askEngine(engine: Docker): Promise<EngineFacts> {
  // A question that is given up lets go of its connection, too, for which the process would wait at its end.
  const options = { abortSignal: AbortSignal.timeout(PATIENCE_MS) };
  const askVersion: Abortable<Docker.DockerVersion> = engine.version.bind(engine);
  const askInfo: Abortable<{ OSType: string; Architecture: string; Driver: string }> =
    engine.info.bind(engine);
  const [version, info] = await Promise.all([askVersion(options), askInfo(options)]);
  return {
    version: version.Version,
    api: version.ApiVersion,
    system: info.OSType,
    architecture: info.Architecture,
    storageDriver: info.Driver,
  };
}

function unreachable(address: EngineAddress, error: unknown): DockerRequirement {
  const { found, remedy } =
    error instanceof HarnessError
      ? { found: error.message.split(`. ${error.remedy}`)[0]!, remedy: error.remedy }
      : engineRefusal(address, error);
  return { what: 'Docker engine', ok: false, found, remedy };
}

function engineVersion({ url }: EngineAddress, { version, api }: EngineFacts): DockerRequirement {
  const [major = 0, minor = 0] = api.split('.').map(Number);
  const ok = major > OLDEST_API.major || (major === OLDEST_API.major && minor >= OLDEST_API.minor);
  return {
    what: 'Docker engine',
    ok,
    found: `${version} (API ${api}) at ${url}${ok ? '' : ' is too old'}`,
    remedy: ok ? undefined : `Use Docker 20.10 (API ${OLDEST_API.major}.${OLDEST_API.minor}) or newer`,
  };
}

function containerSystem({ system, architecture }: EngineFacts): DockerRequirement {
  const ok = system === 'linux';
  return {
    what: 'Linux containers',
    ok,
    found: `${system} on ${architecture}`,
    remedy: ok ? undefined : 'Switch the engine to Linux containers',
  };
}

function storage({ storageDriver }: EngineFacts): DockerRequirement {
  const ok = storageDriver !== 'vfs';
  return {
    what: 'storage',
    ok,
    found: ok ? storageDriver : 'vfs: every container copies its whole image',
    remedy: ok ? undefined : 'Let the engine use overlay2: put its data on ext4 or xfs',
  };
}

function place(address: EngineAddress): DockerRequirement {
  const machine = engineElsewhere(address);
  return {
    what: 'where it is',
    ok: machine === undefined,
    found: machine ? `on ${machine}, not on this machine` : `on this machine (${address.source})`,
    remedy: machine
      ? `Nothing, if ${machine} lets you reach the ports that it publishes; folders and servers of this machine are out of reach of its containers`
      : undefined,
  };
}

function localStackFound(
  engine: Docker,
  { endpoint, image }: LocalStackNeed,
): Promise<DockerRequirement> | DockerRequirement {
  if (endpoint === undefined) return examineImage(engine, 'LocalStack', image, 'NLB_LOCALSTACK_IMAGE');
  return { what: 'LocalStack', ok: true, found: `the one at ${endpoint} is used`, remedy: undefined };
}
