import { expect, test } from 'vitest';
import { startNetnsHostNetwork } from './netns-host-network.ts';

const SERVER = '172.31.0.4';
/** Resets every second connection at once, and gives the others a word before it closes them. */
const ABRUPT_SERVER = `
import socket, struct
server = socket.create_server(("0.0.0.0", 8080))
print("listening", flush=True)
while True:
  for resets in (True, False):
    connection, _ = server.accept()
    if resets: connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    else: connection.sendall(b"word")
    connection.close()
`;

test('what comes while a connection is handed over is not lost: words, ends and resets', async () => {
  await using network = await startNetnsHostNetwork({ parseUserData: () => undefined });
  const host = await network.startHost({ id: 'i-1', address: SERVER, userData: undefined });
  const server = await host.run!(['python3', '-c', ABRUPT_SERVER]);
  await server.said('listening');
  for (let round = 0; round < 20; round++)
    for (const expected of [
      ['reset', ''],
      ['closed', 'word'],
    ]) {
      const options = { address: undefined, port: undefined };
      await using connection = await network.openClientConnection(options, { address: SERVER, port: 8080 });
      let heard = '';
      connection.onData((piece) => {
        heard += new TextDecoder().decode(piece);
      });
      expect([await connection.outcome, heard]).toEqual(expected);
    }
});

test('a client connects from the address and port that it wants, and is refused where nobody listens', async () => {
  await using network = await startNetnsHostNetwork({ parseUserData: () => undefined });
  await network.startHost({ id: 'i-1', address: SERVER, userData: undefined });
  const host = await network.startHost({ id: 'i-2', address: '172.31.0.5', userData: undefined });
  const server = await host.run!(['nc', '-lnv', '8080']);
  await server.said('Listening');
  const from = { address: SERVER, port: 4321 };
  await using connection = await network.openClientConnection(from, { address: '172.31.0.5', port: 8080 });
  expect(connection.local).toEqual(from);
  expect(await server.said('Connection received')).toContain('4321');
  await using refused = await network.openClientConnection(from, { address: '172.31.0.5', port: 9 });
  expect(await refused.outcome).toBe('refused');
});
