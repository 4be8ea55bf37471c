import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { RunningCli } from '../cli.fixture.ts';

test('Ctrl-C while serve still starts is answered at once, and a second one ends it', async () => {
  // An engine that never answers.
  await using engine = createServer((connection) => connection.resume()).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const { port } = engine.address() as { port: number };
  const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}` };
  using serve = new RunningCli(['serve', '--world', 'docker', '--port', '0'], { env });

  await once(engine, 'connection');
  const answered = new Promise<void>((resolve) => {
    let said = '';
    serve.child.stderr!.on('data', (part) => {
      said += part;
      if (said.includes('Stopping as soon as it has started. Ctrl-C again ends it at once.')) resolve();
    });
  });
  serve.child.kill('SIGINT');
  await answered;
  expect(await serve.end('SIGINT')).toMatchObject({ code: 130 });
});
