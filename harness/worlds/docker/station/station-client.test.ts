import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { PACKAGE_VERSION } from './package-version.ts';
import { StationClient } from './station-client.ts';

/** A client of whatever says these lines. */
function listenTo(...lines: readonly string[]): StationClient {
  const output = new PassThrough();
  output.write(lines.map((line) => `${line}\n`).join(''));
  return new StationClient({ input: new PassThrough(), output, lost: new Promise(() => undefined) });
}

test('a station of this version is ready', async () => {
  await listenTo(JSON.stringify({ type: 'ready', version: PACKAGE_VERSION })).ready;
});

test('an image of another version is none of ours, and says which it is', async () => {
  const { ready } = listenTo('{"type":"ready","version":"9.9.9"}');
  await expect(ready).rejects.toThrow(`the image is of nlb-harness 9.9.9, and this is ${PACKAGE_VERSION}`);
});

test('an image that says something else is none of ours', async () => {
  await expect(listenTo('Hello from Docker!').ready).rejects.toThrow("it said 'Hello from Docker!'");
});
