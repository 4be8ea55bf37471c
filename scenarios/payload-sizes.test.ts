import { expect, test } from '../harness/scenario/index.ts';

/** The most that UDP over IPv4 can carry: 65,535 bytes less the headers of IP and UDP. */
const LARGEST = 65_507;

test('datagrams of every size pass as they were sent', {
  rules: ['NLB-RT-22'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const flow = await client.openFlow(nlb);

  // Empty and one byte; the last that fits an Ethernet frame and the first that comes in fragments; the largest.
  const sizes = [0, 1, 1472, 1473, LARGEST];
  for (const payloadBytes of sizes) {
    const [result] = await flow.sendMany({ count: 1, payloadBytes });
    // The target hashes what it received; `intact` compares that with what was sent.
    expect(result).toMatchObject({ sentBytes: payloadBytes, servedBy: 'target-a', intact: true });
  }
  expect((await (await nlb.targets[0]!.agent()).state()).udp).toMatchObject({
    received: sizes.length,
    receivedBytes: sizes.reduce((sum, size) => sum + size),
  });
});

test('a datagram that is one byte too large does not leave the sender', async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const flow = await client.openFlow(nlb);

  await expect(flow.send(new Uint8Array(LARGEST + 1))).rejects.toMatchObject({
    code: 'HARNESS_ARGUMENT_INVALID',
    message: expect.stringContaining('65508 bytes'),
  });
  // The flow is none the worse for it, and the target has seen nothing but this one.
  expect(await flow.send('#1')).toBeServedBy(nlb.targets[0]!);
  expect((await (await nlb.targets[0]!.agent()).state()).udp).toMatchObject({
    received: 1,
    receivedBytes: 2,
  });
});
