import { createInterface } from 'node:readline';
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Endpoint } from '../../../core/network/endpoint.ts';
import { HarnessError } from '../../../errors.ts';
import type { ConnectionStream } from '../../client-connection.ts';
import { bindError } from '../../loopback/bind-error.ts';
import { closing } from '../../loopback/process-group.ts';
import type { Connection, ConnectionPort, DatagramPort } from '../../ports.ts';
import type { Program, ProgramEnd, RunningProgram } from '../../running-program.ts';
import { ByteStreams, isStreamMessage } from './byte-stream.ts';
import { Inbox } from './inbox.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import type { FromStation, StationAction, ToStation } from './protocol.ts';

/** The way to a station's standard streams. */
export interface StationConnection {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when there is no way any more, with the reason. */
  readonly lost: Promise<Error>;
}

type Network = Exclude<
  StationAction,
  { readonly type: 'run' | 'open-udp' | 'send-udp' | 'close-udp' | 'listen' | 'close-server' | 'connect' }
>;

const KEPT_CHARACTERS = 200;

/** A container as the harness sees it: by the station that is its first process. */
export class StationClient {
  /** Resolves with HARNESS_CONTAINER_LOST when the container has gone, be it that it was told to. */
  readonly lost: Promise<HarnessError>;
  readonly #input: Writable;
  readonly #streams: ByteStreams;
  readonly #ready = Promise.withResolvers<void>();
  readonly #pending = new Map<number, PromiseWithResolvers<Endpoint | undefined>>();
  readonly #sockets = new Map<number, Inbox<[packet: Buffer, from: Endpoint]>>();
  readonly #servers = new Map<number, Inbox<[Connection]>>();
  readonly #programs = new Map<number, (end: ProgramEnd) => void>();
  #lastNumber = 0;
  #lost: HarnessError | undefined;

  constructor({ input, output, lost }: StationConnection) {
    this.#input = input;
    this.#streams = new ByteStreams((message) => this.#post(message));
    this.lost = lost.then((cause) => this.#abandon(cause));
    // That it cannot be written to any more is told by `lost`.
    input.on('error', () => undefined);
    createInterface({ input: output }).on('line', (line) => this.#hear(line));
  }

  /** Resolves when the station listens to us. Rejects when it is none of this version. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  async request(action: Network): Promise<void> {
    await this.#ask(action);
  }

  /** Its working directory is `directory`, else the container's own. */
  async run({ command, environment }: Program, directory?: string): Promise<RunningProgram> {
    const program = this.#number();
    const [stdin, stdout, stderr] = [this.#number(), this.#number(), this.#number()];
    const streams = {
      stdin: this.#streams.open(stdin, { readable: false }),
      stdout: this.#streams.open(stdout, { writable: false }),
      stderr: this.#streams.open(stderr, { writable: false }),
    };
    const exited = new Promise<ProgramEnd>((resolve) => this.#programs.set(program, resolve));
    try {
      await this.#ask({ type: 'run', program, command, environment, directory, stdin, stdout, stderr });
    } catch (cause) {
      for (const stream of Object.values(streams)) stream.destroy();
      this.#programs.delete(program);
      throw bindError(undefined, `Cannot run ${command[0]}: ${(cause as Error).message}`, cause);
    }
    // A program that has ended cannot be written to; that it has ended is told by `exited`.
    streams.stdin.on('error', () => undefined);
    const closed = Promise.all([exited, ...Object.values(streams).map(closing)]).then(() => undefined);
    return {
      ...streams,
      exited,
      closed,
      signal: (name) => this.#post({ type: 'signal', program, name }),
    };
  }

  async openUdp(at: Endpoint): Promise<DatagramPort> {
    const socket = this.#number();
    const datagrams = new Inbox<[packet: Buffer, from: Endpoint]>();
    this.#sockets.set(socket, datagrams);
    const bound = (await this.#ask({ type: 'open-udp', socket, at }))!;
    return {
      address: () => bound,
      on: (event: 'message' | 'error', listener: (...parameters: never[]) => void) => {
        // An error ends the sending that it befell.
        if (event === 'message') datagrams.listen(listener as (packet: Buffer, from: Endpoint) => void);
      },
      send: (packet, port, address, done) => {
        const payload = Buffer.from(packet).toString('base64');
        this.#ask({ type: 'send-udp', socket, payload, to: { address, port } }).then(() => done(null), done);
      },
      close: (done) => {
        this.#sockets.delete(socket);
        // With the container every socket is gone.
        this.#ask({ type: 'close-udp', socket }).then(done, done);
      },
    };
  }

  async listen(at: Endpoint): Promise<ConnectionPort> {
    const server = this.#number();
    const connections = new Inbox<[Connection]>();
    this.#servers.set(server, connections);
    await this.#ask({ type: 'listen', server, at });
    return {
      on: (_event, listener) => connections.listen(listener),
      close: (done) => {
        this.#servers.delete(server);
        this.#ask({ type: 'close-server', server }).then(done, done);
      },
    };
  }

  /** Connects to a Unix socket. Where that fails the stream is destroyed with the system's error. */
  connect(path: string): Duplex {
    const stream = this.#number();
    const opened = this.#streams.open(stream);
    this.#ask({ type: 'connect', stream, path }).catch((error: Error) => opened.destroy(error));
    return opened;
  }

  /** Opens a TCP connection; rejects with the system's error. */
  async openConnection(
    at: Endpoint,
    to: Endpoint,
    patienceMs: number,
  ): Promise<{ readonly stream: ConnectionStream; readonly local: Endpoint }> {
    const number = this.#number();
    // Before it is connected: what the other side says first may come together with the answer.
    const stream = this.#streams.open(number);
    try {
      const local = (await this.#ask({ type: 'open-connection', stream: number, at, to, patienceMs }))!;
      return { stream, local };
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }

  #number(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  #ask(action: StationAction): Promise<Endpoint | undefined> {
    if (this.#lost) return Promise.reject(this.#lost);
    const id = this.#number();
    const answer = Promise.withResolvers<Endpoint | undefined>();
    this.#pending.set(id, answer);
    this.#post({ ...action, id });
    return answer.promise;
  }

  #post(message: ToStation): void {
    if (!this.#lost && this.#input.writable) this.#input.write(`${JSON.stringify(message)}\n`);
  }

  #hear(line: string): void {
    let message: FromStation;
    try {
      message = JSON.parse(line) as FromStation;
    } catch {
      // Whatever speaks there is no station.
      this.#ready.reject(
        new Error(`it said '${line.slice(0, KEPT_CHARACTERS)}', which no station of ours says`),
      );
      return;
    }
    this.#take(message);
  }

  #welcome(version: string): void {
    if (version === PACKAGE_VERSION) this.#ready.resolve();
    else
      this.#ready.reject(new Error(`the image is of nlb-harness ${version}, and this is ${PACKAGE_VERSION}`));
  }

  #take(message: FromStation): void {
    if (isStreamMessage(message)) this.#streams.take(message);
    else if (message.type === 'ready') this.#welcome(message.version);
    else if (message.type === 'done') this.#pendingOf(message.id)?.resolve(message.bound);
    else if (message.type === 'failed') {
      const { id, code, message: text } = message;
      this.#pendingOf(id)?.reject(Object.assign(new Error(text), { code }));
    } else if (message.type === 'exited') {
      const { program, status, signal } = message;
      this.#programs.get(program)?.({ status, signal });
      this.#programs.delete(program);
    } else if (message.type === 'datagram') {
      const { socket, payload, from } = message;
      this.#sockets.get(socket)?.take(Buffer.from(payload, 'base64'), from);
    } else {
      this.#servers.get(message.server)?.take(this.#streams.open(message.stream));
    }
  }

  #pendingOf(id: number): PromiseWithResolvers<Endpoint | undefined> | undefined {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    return answer;
  }

  /** The container is gone, and with it all that was in it. */
  #abandon(cause: Error): HarnessError {
    const error = new HarnessError(
      'HARNESS_CONTAINER_LOST',
      cause.message,
      'Start the world again; look at the engine and at who else removes containers there',
      { cause },
    );
    this.#lost = error;
    this.#ready.reject(error);
    // Nobody may be waiting for it any more.
    this.#ready.promise.catch(() => undefined);
    for (const answer of this.#pending.values()) answer.reject(error);
    this.#pending.clear();
    for (const ended of this.#programs.values()) ended({ status: null, signal: 'SIGKILL' });
    this.#programs.clear();
    this.#streams.abandon();
    return error;
  }
}
