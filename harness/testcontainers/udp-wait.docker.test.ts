import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { GenericContainer, Wait } from 'testcontainers';
import { describe, expect, test } from 'vitest';
import { UdpWait } from './udp-wait.ts';

const IMAGE = 'node:24-bookworm-slim';

/** A UDP service on port 8080 that starts to listen after a while, and gives this expression as its answer. */
function service(answer: string, { afterMs = 0 } = {}): GenericContainer {
  const program = `
    const socket = require('node:dgram').createSocket('udp4');
    socket.on('message', (payload, from) => socket.send(${answer}, from.port, from.address));
    setTimeout(() => socket.bind(8080), ${afterMs});
    console.log('starting');`;
  return new GenericContainer(IMAGE).withCommand(['node', '-e', program]).withExposedPorts('8080/udp');
}

/** One that nobody has now. */
async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(closed));
  return port;
}

/** Containers that are to fail, and whose ports nobody listens at. */
function silent(program: string): GenericContainer {
  return new GenericContainer(IMAGE).withCommand(['node', '-e', program]).withExposedPorts('8080/udp');
}

describe('a container is waited for', () => {
  test('until its UDP service sends back what it was sent', async () => {
    const asked = service('payload', { afterMs: 400 }).withWaitStrategy(UdpWait.forEcho(8080));
    await using started = await asked.start();
    // A single datagram: it would be lost if nobody had waited, because the port is mapped long before.
    const socket = createSocket('udp4');
    socket.send('hello', started.getMappedPort('8080/udp'), started.getHost());
    const [answer] = await once(socket, 'message');
    socket.close();
    expect(String(answer)).toBe('hello');
  });

  test('until it answers a payload', async () => {
    const matches = (answer: Buffer) => String(answer) === 'PONG';
    const strategy = UdpWait.forAnswer(8080, 'ping', { matches });
    await using _started = await service("String(payload) === 'ping' ? 'PONG' : 'eh?'")
      .withWaitStrategy(strategy)
      .start();
  });

  test('beside other strategies', async () => {
    const both = Wait.forAll([Wait.forLogMessage('starting'), UdpWait.forEcho(8080)]);
    await using _started = await service('payload').withWaitStrategy(both).start();
  });

  test("in the host's network, where no port is mapped", async () => {
    const port = await freeUdpPort();
    const program = `
      const socket = require('node:dgram').createSocket('udp4');
      socket.on('message', (payload, from) => socket.send(payload, from.port, from.address));
      socket.bind(${port});`;
    await using _started = await new GenericContainer(IMAGE)
      .withNetworkMode('host')
      .withCommand(['node', '-e', program])
      .withWaitStrategy(UdpWait.forEcho(port))
      .start();
  });

  test('as long as its start-up time-out says, in Wait.forAll too', async () => {
    const both = Wait.forAll([UdpWait.forEcho(8080)]).withStartupTimeout(700);
    const failure = service("'something else'").withWaitStrategy(both).start();
    // How much of this a container gets done in that time depends on the machine.
    await expect(failure).rejects.toMatchObject({
      code: 'HARNESS_CONTAINER_NOT_READY',
      message: expect.stringMatching(
        /^Waited for an echo from 8080\/udp, and the container did not give it within 700 ms\. It was asked \d+ times, /,
      ),
    });
  });
});

describe('a container is not waited for any longer', () => {
  test('when it has ended, and what it wrote last is told', async () => {
    const failing = silent("console.error('no configuration'); setTimeout(() => process.exit(3), 300)");
    // Longer than the test may take.
    const patient = UdpWait.forEcho(8080).withStartupTimeout(600_000);
    await expect(failing.withWaitStrategy(patient).start()).rejects.toMatchObject({
      code: 'HARNESS_CONTAINER_NOT_READY',
      message: expect.stringMatching(/the container ended with status 3\..*\n {4}no configuration\n/),
    });
  });

  test('when its port was never exposed', async () => {
    const closed = new GenericContainer(IMAGE)
      .withCommand(['node', '-e', 'setInterval(() => {}, 1000)'])
      .withWaitStrategy(UdpWait.forEcho(8080));
    await expect(closed.start()).rejects.toThrow("Expose it: withExposedPorts('8080/udp')");
  });
});
