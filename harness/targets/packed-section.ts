import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * A file inside a shell script: gzip and base64 between two comment lines that name it. `sh` unpacks it with
 * `base64` and `gzip`, which cloud images have, and {@link unpackSection} reads the same bytes.
 */
export function packSection(name: string, path: string, content: string): string {
  const lines = gzipSync(content, { level: 9 })
    .toString('base64')
    .match(/.{1,76}/g);
  return [
    `# nlb-harness section ${name}`,
    `base64 -d <<'END_OF_SECTION' | gzip -d > ${path}`,
    ...(lines ?? []),
    'END_OF_SECTION',
  ].join('\n');
}

/** The content of a section; undefined where the script has none of that name. Throws on damaged content. */
export function unpackSection(name: string, script: string): string | undefined {
  const [, rest] = script.split(`\n# nlb-harness section ${name}\n`);
  const packed = rest?.split('\n').slice(1).join('\n').split('\nEND_OF_SECTION')[0];
  return packed === undefined ? undefined : gunzipSync(Buffer.from(packed, 'base64')).toString();
}
