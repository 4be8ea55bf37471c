#!/usr/bin/env node
// Imports nothing but the version check before it has passed: the command line itself does not even parse on an
// older Node.js.
import '../require-node.mjs';

const { existsSync } = await import('node:fs');

// In the repository the source runs as it is; the published package has only what was built from it.
const source = new URL('./main.ts', import.meta.url);
const built = new URL('../../dist/cli/main.js', import.meta.url);
await import((existsSync(source) ? source : built).href);
