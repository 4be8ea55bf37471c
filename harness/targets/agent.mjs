// @ts-check
// The target agent: an echo for UDP and TCP that names itself, a health listener, and an HTTP interface to break them.
// One file without dependencies, for Node 18 and later, because the very same bytes run as a child process,
// in a container, and on EC2 out of 16 KiB of user data.
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer as createTcpServer } from 'node:net';

// An import would load all that the module offers, a WebSocket client among it, and double the time of a start.
const { createServer: createHttpServer } = /** @type {typeof import('node:http')} */ (
  createRequire(import.meta.url)('node:http')
);

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
const noCounts = { received: 0, receivedBytes: 0, replied: 0, lines: 0 };
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

/** @param {Buffer} payload @param {string} source */
function replyTo(payload, source) {
  const digits = /^#(\d{1,15})/.exec(payload.toString('latin1', 0, 16))?.[1];
  const reply = {
    target: config.name,
    sequence: digits === undefined ? null : Number(digits),
    source,
    bytes: payload.length,
    sha: createHash('sha256').update(payload).digest('hex').slice(0, 16),
  };
  return `${JSON.stringify(reply)}\n`;
}

/** @param {Buffer} payload @param {import('node:dgram').RemoteInfo} from */
function receive(payload, from) {
  const source = `${from.address}:${from.port}`;
  counters.received += 1;
  counters.receivedBytes += payload.length;
  if (lastSources.at(-1) !== source) lastSources = [...lastSources, source].slice(-10);
  if (behaviour.muted) return;
  const reply = replyTo(payload, source);
  const send = () => {
    const socket = behaviour.fromAnotherPort ? otherUdp : udp;
    socket?.send(reply, from.port, from.address, (error) => {
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

// --- Health listener and TCP -----------------------------------------------------------------------------------

/**
 * A TCP server that can be stopped, with its connections, and started again on its port.
 *
 * @param {boolean} wanted @param {number} port @param {() => Promise<import('node:net').Server>} create
 */
function breakable(wanted, port, create) {
  /** @type {import('node:net').Server | undefined} */
  let server;
  /** @type {Set<import('node:net').Socket>} */
  const connections = new Set();
  const self = {
    port,
    /** Connections taken so far. */
    taken: 0,
    isListening: () => server !== undefined,
    async start() {
      if (server || !wanted) return;
      const created = await create();
      created.on('connection', (socket) => {
        self.taken += 1;
        connections.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => connections.delete(socket));
      });
      server = created;
      try {
        self.port = await listen(created, self.port);
      } catch (error) {
        server = undefined;
        throw error;
      }
    },
    async stop() {
      const stopped = server;
      if (!stopped) return;
      server = undefined;
      const closed = new Promise((resolve) => stopped.close(resolve));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
  return self;
}

/** @param {import('node:http').IncomingMessage} _request @param {import('node:http').ServerResponse} response */
function answerHealth(_request, response) {
  if (behaviour.stalled) return;
  const { statusCode } = behaviour;
  const send = () =>
    response.writeHead(statusCode, { connection: 'close' }).end(`${config.name} ${statusCode}\n`);
  if (behaviour.healthDelayMs > 0) setTimeout(send, behaviour.healthDelayMs);
  else send();
}

/** Answers each line as a datagram is answered. @param {import('node:net').Socket} socket */
function answerLines(socket) {
  const source = `${socket.remoteAddress}:${socket.remotePort}`;
  let rest = Buffer.alloc(0);
  socket.on('data', (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      counters.lines += 1;
      socket.write(replyTo(line, source));
    }
  });
}

const createLineServer = async () => createTcpServer(answerLines);

const health = config.health;
// A TCP check is passed by the handshake alone. Whoever stays may talk: the port may be that of the service, too.
const healthListener = breakable(!!health, portOf('HEALTH_PORT', health?.port ?? 0), async () => {
  if (health?.protocol === 'HTTPS')
    return (await import('node:https')).createServer(health.tls ?? {}, answerHealth);
  return health?.protocol === 'HTTP' ? createHttpServer(answerHealth) : createLineServer();
});
const tcpService = breakable(
  config.tcpPort !== undefined,
  portOf('TCP_PORT', config.tcpPort ?? 0),
  createLineServer,
);

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
    listening: healthListener.isListening(),
    port: healthListener.port,
    stalled: behaviour.stalled,
    statusCode: behaviour.statusCode,
    connections: healthListener.taken,
  },
  tcp: {
    listening: tcpService.isListening(),
    port: tcpService.port,
    connections: tcpService.taken,
    lines: counters.lines,
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
    return healthListener.start();
  },
  'POST /health/stop': healthListener.stop,
  'POST /tcp/start': tcpService.start,
  'POST /tcp/stop': tcpService.stop,
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
    healthListener.taken = 0;
    tcpService.taken = 0;
    await Promise.all([startUdp(), healthListener.start(), tcpService.start()]);
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
  await Promise.all([startUdp(), healthListener.start(), tcpService.start()]);
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
      healthPort: health ? healthListener.port : undefined,
      tcpPort: config.tcpPort === undefined ? undefined : tcpService.port,
      controlPort,
    })}\n`,
  );
} catch (error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  // Synchronous on a pipe or a file, so the line is out before the process ends.
  process.stdout.write(`${JSON.stringify({ error: code ?? 'ERROR', message })}\n`, () => process.exit(1));
}
