import { readFileSync } from 'node:fs';

/** The version of the harness that this code is of, on either end of a station's connection. */
export const PACKAGE_VERSION: string = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
).version;
