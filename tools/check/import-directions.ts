import { isCode, isTest, type SourceFile } from '../source/files.ts';
import { type Import, importsOf, resolveImport } from '../source/imports.ts';

/** What the edges tell each other about: types only, nothing that runs. */
const CONTRACTS: ReadonlySet<string> = new Set([
  'harness/worlds/world.ts',
  'harness/node/protocol.ts',
  'harness/targets/agent-config.ts',
  'harness/gateway/upstream.ts',
]);

const INNER = ['harness/core/', 'harness/clock/', 'harness/errors.ts', 'harness/libc/'];
const PUBLIC = ['harness/index.ts'];

interface Layer {
  readonly folder: string;
  /** Files, or folders with a slash at the end, that it may import beside its own. */
  readonly imports: readonly string[];
  readonly contracts: boolean;
}

const edge = (folder: string): Layer => ({ folder, imports: INNER, contracts: true });

/** Imports point inward: outer layers see the public entry, edges see the core, the core sees itself. */
const LAYERS: readonly Layer[] = [
  { folder: 'harness/clock/', imports: ['harness/core/', 'harness/errors.ts'], contracts: false },
  { folder: 'harness/libc/', imports: ['harness/core/'], contracts: false },
  edge('harness/gateway/'),
  edge('harness/localstack/'),
  edge('harness/node/'),
  edge('harness/worlds/'),
  edge('harness/dns/'),
  edge('harness/targets/'),
  edge('harness/traffic/'),
  edge('harness/report/'),
  {
    folder: 'harness/testcontainers/',
    imports: ['harness/core/', 'harness/errors.ts', 'harness/supported-node.ts'],
    contracts: false,
  },
  {
    folder: 'harness/deployment/',
    imports: ['harness/core/', 'harness/errors.ts', 'harness/targets/'],
    contracts: true,
  },
  { folder: 'harness/scenario/', imports: [...PUBLIC, 'harness/supported-node.ts'], contracts: false },
  {
    folder: 'harness/cli/',
    imports: [...PUBLIC, 'harness/report/', 'harness/require-node.mjs'],
    contracts: false,
  },
  { folder: 'page/', imports: [...PUBLIC, 'harness/core/'], contracts: false },
  // Benchmarks measure parts on their own.
  { folder: 'bench/', imports: ['harness/'], contracts: false },
  { folder: 'scenarios/', imports: [...PUBLIC, 'harness/scenario/index.ts', 'fixtures/'], contracts: false },
];

/** Imports that look the wrong way. Tests of the harness are free: some put parts together to try them. */
export function findWrongDirections(files: readonly SourceFile[]): string[] {
  return files.filter(isCode).flatMap((file) => {
    const layer = LAYERS.find(({ folder }) => file.path.startsWith(folder));
    if (layer === undefined || (isTest(file) && file.path.startsWith('harness/'))) return [];
    return importsOf(file.text).flatMap((found) => wrongDirection(file, layer, found) ?? []);
  });
}

function wrongDirection(file: SourceFile, layer: Layer, found: Import): string | undefined {
  const target = resolveImport(file.path, found.specifier);
  if (target === undefined) return undefined;
  const allowed = [layer.folder, ...layer.imports];
  if (allowed.some((place) => target === place || (place.endsWith('/') && target.startsWith(place)))) {
    return undefined;
  }
  const isContract = layer.contracts && CONTRACTS.has(target);
  if (isContract && found.typeOnly) return undefined;
  const why = isContract
    ? 'is a contract: import its types only'
    : `is not for ${layer.folder}: it may import ${layer.imports.join(', ')} and itself`;
  return `${file.path}:${found.line}: ${target} ${why}`;
}
