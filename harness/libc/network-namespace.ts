import { closeSync, openSync } from 'node:fs';
import { declare, succeeded } from './library.ts';

const CLONE_NEWNET = 0x40000000;

const unshare = declare('int unshare(int flags)');
const setns = declare('int setns(int fd, int type)');

/**
 * A network namespace, held open by a file descriptor. It lives as long as that, a process in it, or a socket of
 * it. Linux keeps the namespace for each thread: all of this is about the calling one.
 */
export class NetworkNamespace {
  readonly fd: number;

  private constructor(fd: number) {
    this.fd = fd;
  }

  /** The one that this thread is in. */
  static current(): NetworkNamespace {
    return new NetworkNamespace(openSync('/proc/thread-self/ns/net', 'r'));
  }

  /** A new one, with nothing in it but a loopback interface that is down. */
  static create(): NetworkNamespace {
    const before = NetworkNamespace.current();
    try {
      succeeded(unshare(CLONE_NEWNET), 'unshare');
      return NetworkNamespace.current();
    } finally {
      before.#enter();
      before.close();
    }
  }

  /**
   * Does something in this namespace. What it opens or starts belongs to the namespace ever after; it must not
   * wait, because everything else in this thread would be in the namespace, too.
   */
  within<T>(act: () => T): T {
    const before = NetworkNamespace.current();
    this.#enter();
    try {
      return act();
    } finally {
      before.#enter();
      before.close();
    }
  }

  close(): void {
    closeSync(this.fd);
  }

  #enter(): void {
    succeeded(setns(this.fd, CLONE_NEWNET), 'setns');
  }
}
