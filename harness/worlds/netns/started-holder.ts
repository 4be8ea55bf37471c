import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Server, Socket as TcpSocket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { HolderAction, HolderMessage } from './holder-protocol.ts';
import { namespaceFlags } from './namespace-flags.ts';
import { partEnvironment } from './program-environment.ts';

type Answer = Extract<HolderMessage, { readonly type: 'done' }> & { readonly handle: unknown };

/** How long the holder has to end when it is let go, in real time. */
const ENDING_PATIENCE_MS = 2_000;
const KEPT_CHARACTERS = 2_000;

/** A private network in namespaces of its own, by way of the process that holds it. */
export class StartedHolder implements AsyncDisposable {
  /** For files of this network; goes with it. */
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #answers: Answers;
  readonly #closed: Promise<void>;
  #paths = 0;
  #stopped: Promise<void> | undefined;

  private constructor(child: ChildProcess, directory: string, answers: Answers, closed: Promise<void>) {
    this.#child = child;
    this.directory = directory;
    this.#answers = answers;
    this.#closed = closed;
  }

  /** @throws HarnessError HARNESS_NAMESPACES_UNAVAILABLE with what the system said */
  static async start(): Promise<StartedHolder> {
    // The holder is compiled like this module: TypeScript in the working tree, JavaScript in the package.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const entry = fileURLToPath(new URL(`./holder.${extension}`, import.meta.url));
    const child = spawn('unshare', [...namespaceFlags().unshare, process.execPath, entry], {
      env: partEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Whoever interrupts the harness at the terminal gets an orderly end, for which the network is needed.
      detached: true,
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-KEPT_CHARACTERS);
    });
    const answers = new Answers();
    child.on('message', (message: HolderMessage, handle: unknown) => answers.take(message, handle));
    child.once('error', (error) => answers.end(unavailable(error.message, error)));
    // A process whose channel was let go from here never gets to 'close'.
    const exited = once(child, 'exit');
    const closed = Promise.all([exited, once(child.stderr!, 'close')]).then(([[status, signal]]) => {
      answers.end(answers.isReady ? lost(signal ?? `status ${status}`, said) : unavailable(said.trim()));
    });
    // Where there is no such program: told by 'error'.
    closed.catch(() => undefined);
    return new StartedHolder(child, await answers.ready, answers, closed);
  }

  /** Of the process that holds the network. */
  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** The command that runs another one, given as its last arguments, in the router or in a host's network. */
  enter(netFile?: string): readonly string[] {
    const net = netFile === undefined ? '--net' : `--net=${netFile}`;
    return ['nsenter', '--target', String(this.#child.pid), ...namespaceFlags().nsenter, net];
  }

  /** Returns the file by which the host's network is entered. */
  async addHost(name: string, address: string): Promise<string> {
    const { netFile } = await this.#request({ type: 'add-host', name, address });
    return netFile!;
  }

  async removeHost(name: string): Promise<void> {
    // With the holder everything is gone.
    if (!this.#stopped && !this.#answers.hasEnded) await this.#request({ type: 'remove-host', name });
  }

  /** A path for a file of this network that no other has had. */
  newPath(name: string): string {
    this.#paths += 1;
    return join(this.directory, `${name}.${this.#paths}`);
  }

  async openUdp(host: string | undefined, at: Endpoint): Promise<UdpSocket> {
    return (await this.#request({ type: 'open-udp', host, at })).handle as UdpSocket;
  }

  /** Rejects with the system's error where nobody accepts it. */
  async openConnection(
    host: string | undefined,
    at: Endpoint,
    to: Endpoint,
    patienceMs: number,
  ): Promise<TcpSocket> {
    const { handle } = await this.#request({ type: 'open-connection', host, at, to, patienceMs });
    const socket = handle as TcpSocket;
    // As it was before it was handed over.
    socket.allowHalfOpen = true;
    return socket;
  }

  async openUdpServer(at: Endpoint): Promise<UdpSocket> {
    return (await this.#request({ type: 'open-server', transport: 'udp', at })).handle as UdpSocket;
  }

  async openTcpServer(at: Endpoint): Promise<Server> {
    return (await this.#request({ type: 'open-server', transport: 'tcp', at })).handle as Server;
  }

  async waitForListener(at: Endpoint, patienceMs: number): Promise<void> {
    await this.#request({ type: 'wait-for-listener', at, patienceMs });
  }

  async setNodeAddresses(addresses: readonly string[]): Promise<void> {
    await this.#request({ type: 'node-addresses', addresses });
  }

  async loadRules(rules: string): Promise<void> {
    await this.#request({ type: 'load-rules', rules });
  }

  /** Lets the network go. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), ENDING_PATIENCE_MS);
    await this.#closed;
    clearTimeout(timer);
    // A holder that was killed could not do it.
    await rm(this.directory, { recursive: true, force: true });
  }

  #request(action: HolderAction): Promise<Answer> {
    const { id, answer } = this.#answers.expect();
    this.#child.send({ ...action, id }, (error) => {
      if (error) this.#answers.end(lost(error.message, ''));
    });
    return answer;
  }
}

/** The answers that are still to come. */
class Answers {
  readonly #ready = Promise.withResolvers<string>();
  readonly #pending = new Map<number, PromiseWithResolvers<Answer>>();
  #lastId = 0;
  #ended: Error | undefined;
  isReady = false;

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** Resolves to the network's directory. */
  get ready(): Promise<string> {
    return this.#ready.promise;
  }

  expect(): { id: number; answer: Promise<Answer> } {
    const answer = Promise.withResolvers<Answer>();
    this.#lastId += 1;
    if (this.#ended) answer.reject(this.#ended);
    else this.#pending.set(this.#lastId, answer);
    return { id: this.#lastId, answer: answer.promise };
  }

  take(message: HolderMessage, handle: unknown): void {
    if (message.type === 'ready') {
      this.isReady = true;
      this.#ready.resolve(message.directory);
      return;
    }
    const { id } = message;
    const answer = id === undefined ? undefined : this.#pending.get(id);
    if (id !== undefined) this.#pending.delete(id);
    if (message.type === 'done') answer?.resolve({ ...message, handle });
    else if (id === undefined) this.end(unavailable(message.message));
    else answer?.reject(Object.assign(new Error(message.message), { code: message.code }));
  }

  /** Nothing more will come. Only the first reason counts. */
  end(reason: Error): void {
    this.#ended ??= reason;
    this.#ready.reject(this.#ended);
    for (const answer of this.#pending.values()) answer.reject(this.#ended);
    this.#pending.clear();
  }
}

function unavailable(said: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'HARNESS_NAMESPACES_UNAVAILABLE',
    `No private network can be made on this machine: ${said || 'the system gave no reason'}`,
    'Run nlb-harness doctor, which says what is missing, or use the loopback world',
    { cause },
  );
}

function lost(ending: string, said: string): HarnessError {
  return new HarnessError(
    'HARNESS_NETWORK_LOST',
    `The process that holds the private network ended by itself (${ending})${said && `: ${said.trim()}`}`,
    'Start the world again, and report this if nobody ended the process',
  );
}
