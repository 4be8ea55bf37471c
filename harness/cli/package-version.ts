import { readFileSync } from 'node:fs';

/** The version in package.json, which is two folders up from the source and from what is built of it. */
export function packageVersion(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}
