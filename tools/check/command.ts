import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../source/files.ts';

/** Runs a tool of this repository in its root; what it says, by line, when it fails, nothing when it passes. */
export function findingsOf(tool: string, ...args: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: toolPath(), NO_COLOR: '1' },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', (error) =>
      reject(new Error(`${tool} does not start: run npm ci first`, { cause: error })),
    );
    child.on('close', (status) => {
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      if (status === 0) resolve([]);
      else resolve(lines.length > 0 ? lines : [`${tool} ended with ${status}`]);
    });
  });
}

/** The repository's own tools come first, also when the checks were started without npm. */
function toolPath(): string {
  const separator = process.platform === 'win32' ? ';' : ':';
  return `${fileURLToPath(new URL('node_modules/.bin', ROOT))}${separator}${process.env.PATH}`;
}
