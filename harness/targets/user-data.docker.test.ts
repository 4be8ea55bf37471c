import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ADDRESS, askUdp } from './test-agent.fixture.ts';
import { generateUserData } from './user-data.ts';
import { runScript, temporaryDirectory } from './user-data-run.fixture.ts';

const IMAGE = 'node:24-bookworm-slim';
const GREETING = 'it\'s "here" $(exit 9)';
/** Greets whoever asks. */
const SERVICE = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.on('message', (payload, from) => socket.send(process.env.GREETING, from.port, from.address));
  socket.bind(0, process.env.ADDRESS, () => console.log(socket.address().port));`;

const program = { image: IMAGE, command: ['node', '-e', SERVICE], environment: { GREETING } };

/** Asks the service that has told its port. */
async function greetingAt(line: string | undefined): Promise<string | undefined> {
  return (await askUdp(Number(line), ['hello']))[0]?.text;
}

test('Docker runs images in the network of the instance', async () => {
  using directory = temporaryDirectory();
  const script = generateUserData({ ...program, sidecars: [program] });
  const started = await runScript(script, directory.path, environment(), { sidecars: 1 });
  try {
    for (const line of started.lines) expect(await greetingAt(line)).toBe(GREETING);
  } finally {
    await started.end();
  }
});

test('a container that a crash has left makes way for the next one', async () => {
  using directory = temporaryDirectory();
  const started = await runScript(generateUserData(program), directory.path, environment());
  // As systemd does, after whoever watched over the container was killed.
  const again = spawn('sh', ['run.sh'], { cwd: directory.path, env: environment(), stdio: 'pipe' });
  const ended = once(again, 'close');
  try {
    const lines = createInterface({ input: again.stdout });
    const [removed] = await once(lines, 'line');
    expect(removed).toMatch(/^[0-9a-f]{64}$/);
    const [line] = await once(lines, 'line');
    expect(await greetingAt(line)).toBe(GREETING);
  } finally {
    again.kill();
    await Promise.all([ended, started.end()]);
  }
});

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ADDRESS };
}
