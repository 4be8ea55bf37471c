import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { GenericContainer, Wait } from 'testcontainers';
import { expect, test } from 'vitest';
import { UdpWait } from '../testcontainers/index.ts';

// readme {
test('a UDP service in a container is ready when it answers', async () => {
  const built = GenericContainer.fromDockerfile('fixtures', 'images/udp-services/Dockerfile');
  const image = await built.build('nlb-harness-fixture/udp-services:latest', { deleteOnExit: false });
  await using service = await image
    .withEnvironment({ ADDRESS: '0.0.0.0', UDP_PORT: '8080', HEALTH_PORT: '8081' })
    .withExposedPorts('8080/udp', 8081)
    .withWaitStrategy(Wait.forAll([Wait.forListeningPorts(), UdpWait.forEcho(8080)]))
    .start();

  const socket = createSocket('udp4');
  socket.send('hello', service.getMappedPort('8080/udp'), service.getHost());
  const [answer] = await once(socket, 'message');
  socket.close();
  expect(String(answer)).toBe('HELLO');
});
// } readme
