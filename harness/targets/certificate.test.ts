import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { generateCertificate } from './certificate.ts';
import { ADDRESS, startTestAgent } from './test-agent.fixture.ts';

test('lets an agent serve HTTPS health checks', async () => {
  const tls = await generateCertificate('target.example');
  await using agent = await startTestAgent({ health: { protocol: 'HTTPS', port: 443, tls } });
  const socket = connect({
    host: ADDRESS,
    port: Number(agent.ready.healthPort),
    rejectUnauthorized: false,
    servername: 'target.example',
  });
  await once(socket, 'secureConnect');
  expect(socket.getPeerCertificate().subject.CN).toBe('target.example');
  socket.write('GET / HTTP/1.1\r\nHost: target.example\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
});
