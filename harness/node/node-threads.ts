import { Worker } from 'node:worker_threads';

/** As many as the worlds of one test mostly have Regions. The rest is not worth its memory. */
const MOST_VACANT = 2;

/**
 * The threads that load-balancer nodes run in, one after the other: to start a thread costs more than all else of a
 * world, so the next node takes one whose node has stopped.
 */
export class NodeThreads {
  readonly #vacant = new Set<Worker>();

  /** A thread that runs `worker.ts` and has no node: it is made one by a port that is posted to it. */
  take(): Worker {
    const [left] = this.#vacant;
    const thread = left ?? this.#start();
    this.#vacant.delete(thread);
    // It keeps this process alive, as a node does that has just been started.
    thread.ref();
    return thread;
  }

  /** Takes back a thread whose node has stopped and left nothing open. */
  async leave(thread: Worker): Promise<void> {
    if (this.#vacant.size >= MOST_VACANT) {
      await thread.terminate();
      return;
    }
    this.#vacant.add(thread);
    thread.unref();
  }

  #start(): Worker {
    // The node is compiled like this module: both are TypeScript in the working tree, JavaScript in the package.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const thread = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
      name: 'load-balancer-node',
      execArgv: [],
    });
    // Told to its node, where it has one.
    thread.on('error', () => undefined);
    thread.once('exit', () => this.#vacant.delete(thread));
    return thread;
  }
}
