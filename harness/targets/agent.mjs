// @ts-check
// The target agent: a UDP echo that names itself, a health listener, and an HTTP interface to break both.
// One file without dependencies, for Node 18 and later, because the very same bytes run as a child process,
// in a container, and on EC2 out of 16 KiB of user data.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

/** @typedef {import('./agent-config.ts').AgentConfig} AgentConfig */
/** @typedef {import('node:net').AddressInfo} AddressInfo */

const environment = process.env;
/** @type {AgentConfig} */
const config = JSON.parse(environment.NLB_HARNESS_AGENT || readFileSync(process.argv[2] ?? '', 'utf8'));
const address = environment.ADDRESS || '0.0.0.0';

/** The port that the environment gives, else the configured one. @type {(name: string, port: number) => number} */
const portOf = (name, port) => (environment[name] ? Number(environment[name]) : port);

/** @param {string} message */
const warn = (message) => process.stderr.write(`${message}\n`);

const untouched = {
  muted: false,
  fromAnotherPort: false,
  stalled: false,
  statusCode: 200,
  udpDelayMs: 0,
  healthDelayMs: 0,
};
const behaviour = { ...untouched };
const noCounts = { received: 0, receivedBytes: 0, replied: 0, connections: 0 };
const counters = { ...noCounts };
/** Most recent last. @type {string[]} */
let lastSources = [];

// --- UDP -----------------------------------------------------------------------------------------------

let udpPort = portOf('UDP_PORT', config.udpPort ?? 0);
/** @type {import('node:dgram').Socket | undefined} */
let udp;
/** @type {import('node:dgram').Socket | undefined} */
let otherUdp;

/** @param {number} port @returns {Promise<import('node:dgram').Socket>} */
function bindUdp(port) {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      socket.on('error', (error) => warn(`UDP: ${error.message}`));
      try {
        socket.setRecvBufferSize(4194304);
      } catch {
        // The system's own size has to do.
      }
      resolve(socket);
    });
  });
}

async function startUdp() {
  if (udp || config.udpPort === undefined) return;
  udp = await bindUdp(udpPort);
  udpPort = udp.address().port;
  udp.on('message', receive);
}

async function stopUdp() {
  udp?.close();
  udp = undefined;
}

/** @param {Buffer} payload @param {import('node:dgram').RemoteInfo} from */
function receive(payload, from) {
  const source = `${from.address}:${from.port}`;
  counters.received += 1;
  counters.receivedBytes += payload.length;
  if (lastSources.at(-1) !== source) lastSources = [...lastSources, source].slice(-10);
  if (behaviour.muted) return;
  const digits = /^#(\d{1,15})/.exec(payload.toString('latin1', 0, 16))?.[1];
  const reply = JSON.stringify({
    target: config.name,
    sequence: digits === undefined ? null : Number(digits),
    source,
    bytes: payload.length,
    sha: createHash('sha256').update(payload).digest('hex').slice(0, 16),
  });
  const send = () => {
    const socket = behaviour.fromAnotherPort ? otherUdp : udp;
    socket?.send(`${reply}\n`, from.port, from.address, (error) => {
      if (error) warn(`reply to ${source}: ${error.message}`);
      else counters.replied += 1;
    });
  };
  if (behaviour.udpDelayMs > 0) setTimeout(send, behaviour.udpDelayMs);
  else send();
}

/** @param {boolean} on */
async function replyFromAnotherPort(on) {
  if (on && config.udpPort !== undefined) otherUdp ??= await bindUdp(0);
  behaviour.fromAnotherPort = on;
}

// --- Health listener -----------------------------------------------------------------------------------

const health = config.health;
let healthPort = portOf('HEALTH_PORT', health?.port ?? 0);
/** @type {import('node:net').Server | undefined} */
let healthServer;
/** @type {Set<import('node:net').Socket>} */
const healthConnections = new Set();

/** @param {import('node:http').IncomingMessage} _request @param {import('node:http').ServerResponse} response */
function answerHealth(_request, response) {
  if (behaviour.stalled) return;
  const { statusCode } = behaviour;
  const send = () =>
    response.writeHead(statusCode, { connection: 'close' }).end(`${config.name} ${statusCode}\n`);
  if (behaviour.healthDelayMs > 0) setTimeout(send, behaviour.healthDelayMs);
  else send();
}

async function createHealthServer() {
  if (health?.protocol === 'HTTPS')
    return (await import('node:https')).createServer(health.tls ?? {}, answerHealth);
  if (health?.protocol === 'HTTP') return createHttpServer(answerHealth);
  // A TCP check is passed by the handshake alone: whoever connects may stay until they hang up.
  return createTcpServer((socket) => socket.resume());
}

async function startHealth() {
  if (healthServer || !health) return;
  const server = await createHealthServer();
  server.on('connection', (socket) => {
    counters.connections += 1;
    healthConnections.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => healthConnections.delete(socket));
  });
  healthServer = server;
  try {
    healthPort = await listen(server, healthPort);
  } catch (error) {
    healthServer = undefined;
    throw error;
  }
}

async function stopHealth() {
  const server = healthServer;
  if (!server) return;
  healthServer = undefined;
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of healthConnections) socket.destroy();
  await closed;
}

/** @param {import('node:net').Server} server @param {number} port @returns {Promise<number>} */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject);
      server.on('error', (error) => warn(`TCP: ${error.message}`));
      resolve(/** @type {AddressInfo} */ (server.address()).port);
    });
  });
}

// --- Control -------------------------------------------------------------------------------------------

const state = () => ({
  name: config.name,
  udp: {
    listening: udp !== undefined,
    port: udpPort,
    muted: behaviour.muted,
    replyFromAnotherPort: behaviour.fromAnotherPort,
    received: counters.received,
    receivedBytes: counters.receivedBytes,
    replied: counters.replied,
    lastSources,
  },
  health: {
    listening: healthServer !== undefined,
    port: healthPort,
    stalled: behaviour.stalled,
    statusCode: behaviour.statusCode,
    connections: counters.connections,
  },
  delay: { udpMs: behaviour.udpDelayMs, healthMs: behaviour.healthDelayMs },
});

/** @param {unknown} value @param {string} name @param {number} least @param {number} most */
function wholeNumber(value, name, least, most) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  return number;
}

/** @type {Record<string, (body: Record<string, unknown>) => unknown>} */
const commands = {
  'GET /state': () => undefined,
  'POST /udp/start': startUdp,
  'POST /udp/stop': stopUdp,
  'POST /udp/mute': () => {
    behaviour.muted = true;
  },
  'POST /udp/unmute': () => {
    behaviour.muted = false;
  },
  'POST /udp/reply-from-another-port': ({ on }) => replyFromAnotherPort(on !== false),
  'POST /health/start': () => {
    behaviour.stalled = false;
    return startHealth();
  },
  'POST /health/stop': stopHealth,
  'POST /health/stall': () => {
    behaviour.stalled = true;
  },
  'POST /health/status': ({ code }) => {
    behaviour.statusCode = wholeNumber(code, 'code', 200, 599);
  },
  'POST /delay': ({ udpMs, healthMs }) => {
    behaviour.udpDelayMs = wholeNumber(udpMs ?? behaviour.udpDelayMs, 'udpMs', 0, 3600000);
    behaviour.healthDelayMs = wholeNumber(healthMs ?? behaviour.healthDelayMs, 'healthMs', 0, 3600000);
  },
  'POST /reset': async () => {
    Object.assign(behaviour, untouched);
    Object.assign(counters, noCounts);
    lastSources = [];
    await Promise.all([startUdp(), startHealth()]);
  },
};

/** @type {import('node:http').RequestListener} */
const control = async (request, response) => {
  /** @param {number} status @param {unknown} body */
  const answer = (status, body) =>
    response
      .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
      .end(`${JSON.stringify(body)}\n`);
  try {
    let text = '';
    for await (const chunk of request) text += chunk;
    const name = `${request.method} ${request.url}`;
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) return answer(404, { error: `no ${name}; there is ${Object.keys(commands).join(', ')}` });
    await command((text && JSON.parse(text)) || {});
    answer(200, state());
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    answer(name === 'RangeError' || name === 'SyntaxError' ? 400 : 500, { error: message });
  }
};

if (environment.NLB_HARNESS_EXIT_WITH_STDIN === '1')
  process.stdin
    .on('end', () => process.exit(0))
    .on('error', () => process.exit(0))
    .resume();

try {
  await Promise.all([startUdp(), startHealth()]);
  const controlPort = await listen(createHttpServer(control), portOf('CONTROL_PORT', config.controlPort));
  // The way in for whoever is not in this network.
  if (environment.CONTROL_PATH)
    await new Promise((resolve, reject) => {
      createHttpServer(control)
        .once('error', reject)
        .listen(environment.CONTROL_PATH, () => resolve(0));
    });
  process.stdout.write(
    `${JSON.stringify({
      ready: true,
      udpPort: config.udpPort === undefined ? undefined : udpPort,
      healthPort: health ? healthPort : undefined,
      controlPort,
    })}\n`,
  );
} catch (error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  // Synchronous on a pipe or a file, so the line is out before the process ends.
  process.stdout.write(`${JSON.stringify({ error: code ?? 'ERROR', message })}\n`, () => process.exit(1));
}
